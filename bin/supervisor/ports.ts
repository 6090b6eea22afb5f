// Are the ports free that a start needs, and what to do if not?

import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import type { Env } from '@/lib/env';
import { EVERYWHERE, findPortProblems, mayBindLowPorts } from '@/lib/free-ports';
import type { translator } from '@/lib/i18n';
import { tlsFiles } from '@/lib/nginx/certificate';
import { nginxCommand } from '@/lib/nginx/program';
import { StartError } from './start-error';

/** Throws a StartError that names every port that can't be had, who has it and what changes it. */
export async function requireFreePorts(
  config: Env,
  demoApps: { port: number }[],
  words: ReturnType<typeof translator<'start'>>,
): Promise<void> {
  const problems = await findPortProblems([
    { port: config.httpPort, hosts: EVERYWHERE, variable: 'HTTP_PORT' },
    ...(tlsFiles(config) ? [{ port: config.httpsPort, hosts: EVERYWHERE, variable: 'HTTPS_PORT' }] : []),
    { port: config.portalPort, hosts: ['127.0.0.1'], variable: 'PORTAL_PORT' },
    { port: config.guardPort, hosts: ['127.0.0.1'], variable: 'GUARD_PORT' },
    ...demoApps.flatMap(({ port }) => [
      { port, hosts: EVERYWHERE, variable: 'DEMO_PORT_BASE' },
      { port: port + UPSTREAM_OFFSET, hosts: ['127.0.0.1'], variable: 'DEMO_PORT_BASE' },
    ]),
  ]);
  const lines = problems.flatMap((problem) => {
    const port = String(problem.port);
    if (problem.kind === 'taken') {
      const owner = problem.owner
        ? words('portOwner', { pid: String(problem.owner.pid), command: problem.owner.command })
        : '';
      return words('portTaken', { port, owner, variable: problem.variable });
    }
    const { file: program } = nginxCommand(config);
    return mayBindLowPorts(program)
      ? []
      : words('portPrivilege', { port, program, variable: problem.variable });
  });
  if (lines.length > 0) throw new StartError(lines.join('\n'));
}
