// Are the ports free, and who has them if not?

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import type { Env } from '@/lib/env';
import type { translator } from '@/lib/i18n';
import { tlsFiles } from '@/lib/nginx/certificate';
import { nginxCommand } from '@/lib/nginx/publish';
import { StartError } from './start-error';

export type WantedPort = {
  port: number;
  /** The addresses it will be bound to. */
  hosts: string[];
  /** What changes it. */
  variable: string;
};

export type PortProblem = WantedPort & ({ kind: 'taken'; owner?: PortOwner } | { kind: 'privilege' });
export type PortOwner = { pid: number; command: string };

const EVERYWHERE = ['0.0.0.0', '::'];

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

/** Every port that can't be had, by binding each for a moment. */
export async function findPortProblems(wanted: WantedPort[]): Promise<PortProblem[]> {
  const problems = await Promise.all(
    wanted.map(async (port): Promise<PortProblem[]> => {
      const codes = await Promise.all(port.hosts.map((host) => bindError(port.port, host)));
      if (codes.includes('EADDRINUSE')) return [{ ...port, kind: 'taken', owner: listenerOf(port.port) }];
      if (codes.includes('EACCES')) return [{ ...port, kind: 'privilege' }];
      return [];
    }),
  );
  return problems.flat();
}

/** The error code; undefined when the port can be had or the machine has no such address (IPv6 switched off). */
function bindError(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host, ipv6Only: true, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

/** Whether the program's file itself brings the right to ports below 1024 (setcap). */
export function mayBindLowPorts(program: string): boolean {
  try {
    return execFileSync('getcap', [program], { encoding: 'utf8' }).includes('cap_net_bind_service');
  } catch {
    return false;
  }
}

/** The process that listens on the port; undefined where /proc doesn't say (another account's, or not Linux). */
export function listenerOf(port: number): PortOwner | undefined {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)),
  );
  if (sockets.size === 0) return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (openSockets(pid).some((inode) => sockets.has(inode)))
      return { pid: Number(pid), command: commandOf(pid) };
  }
  return undefined;
}

function listeningInodes(table: string, port: number): string[] {
  const LISTEN = '0A';
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return tryRead(() => readFileSync(table, 'utf8'), '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTEN)
    .map((fields) => fields[9] ?? '');
}

function openSockets(pid: string): string[] {
  return tryRead(() => readdirSync(`/proc/${pid}/fd`), []).flatMap((fd) => {
    const link = tryRead(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '');
    return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
  });
}

function commandOf(pid: string): string {
  const line = tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '');
  return line.replaceAll('\0', ' ').trim().slice(0, 100);
}

/** Processes end, and others' may not be read, while /proc is being looked through. */
function tryRead<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
