import type { Env } from '@/lib/env';
import { isLoopback } from '@/lib/firewall/model';
import { type Check, type Finding, fail, pass } from '../check';
import { answered, ask } from '../http';
import { FORGED, forgedHeaders } from './forged-through';

/** Forged headers, sent past Nginx to the portal's and the guard's own ports: nobody may be let in or believed there. */
export const forgedPast: Check = {
  name: 'forgedPast',
  group: 'access',
  async run({ env }) {
    const portals = localPortals(env).map(({ host, port }) => portalRefuses(env, host, port));
    return Promise.all([...portals, guardRefuses(env)]);
  },
};

async function portalRefuses(env: Env, to: string, port: number): Promise<Finding> {
  const host = env.publicHosts[0] ?? 'localhost';
  const answers = await Promise.all(
    ['/', '/whoami'].map((path) => ask({ to, port, host, path, headers: forgedHeaders })),
  );
  const [home, whoami] = answers;
  if (!home || !whoami || !answered(home) || !answered(whoami)) return fail('PORTAL_AWAY', { port });
  const isDenied = home.status === 403 || home.status === 503;
  const isUnknown =
    !whoami.body.includes(FORGED) && (whoami.status !== 200 || whoami.body.includes('UNKNOWN_CLIENT'));
  return isDenied && isUnknown
    ? pass('PORTAL_REFUSES', { port })
    : fail('PORTAL_BELIEVES', { port, status: home.status });
}

async function guardRefuses({ guardPort: port }: Env): Promise<Finding> {
  const paths = ['/authorise', '/_stcore/stream', '/control/sessions'];
  const answers = await Promise.all(
    paths.map((path) => ask({ to: '127.0.0.1', port, path, headers: forgedHeaders })),
  );
  if (!answers.every(answered)) return fail('GUARD_AWAY', { port });
  const let_in = answers.find(({ status }) => status < 400);
  return let_in ? fail('GUARD_BELIEVES', { port, status: let_in.status }) : pass('GUARD_REFUSES', { port });
}

/** The portals that listen on this machine's loopback; others are for their own machine's doctor. */
function localPortals({ portalUpstreams }: Pick<Env, 'portalUpstreams'>): { host: string; port: number }[] {
  return portalUpstreams.flatMap((place) => {
    const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(place) ?? [];
    return isLoopback(host) ? [{ host, port: Number(port) }] : [];
  });
}
