// The configuration that the rules ask for, as far as this machine can serve it. An app that cannot be served is left out, so that
// it does not keep the others from being served.

import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { reservedPorts } from '@/lib/apps/reserved-ports';
import { reservedPort } from '@/lib/apps/schema';
import { splitPlace } from '@/lib/apps/upstreams';
import type { Env } from '@/lib/env';
import { EVERYWHERE, findPortProblems, mayBindLowPorts } from '@/lib/free-ports';
import type { PortOwner } from '@/lib/listeners';
import { ownAddresses } from '@/lib/own-addresses';
import type { RuleApp } from '@/lib/routing/rules';
import { ownsProcess, runningMaster } from './master';
import { type GuardedApp, type NginxModel, nginxModel, nginxPaths } from './model';
import { renderNginx } from './render';

/** A guarded app that Nginx does not serve at the moment, and why. */
export type LeftOut = Pick<GuardedApp, 'id' | 'slug' | 'port'> &
  (
    | { reason: 'taken'; owner?: PortOwner }
    | { reason: 'privilege' }
    /** Its port is one of Sluice's own: that of the variable. */
    | { reason: 'reserved'; variable: string }
    /** Its port is that of another app, which is served. */
    | { reason: 'duplicate'; other: string }
    /** There is no such port. */
    | { reason: 'upstream'; place: string }
    /** Where it is said to listen, Nginx itself does. */
    | { reason: 'loop'; place: string }
    | { reason: 'unknownHost'; place: string }
  );

export type WantedConfig = { text: string; leftOut: LeftOut[] };

/** Throws NginxTextError where the environment has a text that no configuration can hold. */
export async function wantedConfig(
  env: Env,
  program: string,
  apps: Iterable<RuleApp>,
): Promise<WantedConfig> {
  const model = nginxModel(env, apps);
  const { served, leftOut } = await servable(env, program, model);
  return { text: renderNginx({ ...model, apps: served }), leftOut };
}

/** Stands for all that the configuration owes to the environment and not to the rules. */
export function environmentHash(env: Env): string {
  const text = renderNginx(nginxModel({ ...env, proxySecret: 'left-out' }));
  return createHash('sha256').update(text).digest('hex');
}

/** The ports that a configuration has Nginx listen at. */
export function listenedPorts(text: string): Set<number> {
  return new Set([...text.matchAll(/^\s*listen (?:[^;\s]*:)?(\d+)[;\s]/gm)].map(([, port]) => Number(port)));
}

async function servable(env: Env, program: string, { apps }: NginxModel) {
  const leftOut: LeftOut[] = [];
  const bySlug = new Map<number, string>();
  const publicPorts = new Set([...Object.values(reservedPorts(env)), ...apps.map(({ port }) => port)]);
  const sound: GuardedApp[] = [];
  for (const app of apps) {
    const problem = problemOf(app, env, publicPorts, bySlug) ?? (await unknownHostOf(app));
    if (problem) {
      leftOut.push({ ...named(app), ...problem });
      continue;
    }
    bySlug.set(app.port, app.slug);
    sound.push(app);
  }
  const problems = await portProblems(env, program, sound);
  for (const app of sound) {
    const problem = problems.get(app.port);
    if (problem) leftOut.push({ ...named(app), ...problem });
  }
  return { served: sound.filter(({ port }) => !problems.has(port)), leftOut };
}

const named = ({ id, slug, port }: GuardedApp) => ({ id, slug, port });

type Problem<Reason extends LeftOut['reason']> = Omit<
  Extract<LeftOut, { reason: Reason }>,
  'id' | 'slug' | 'port'
>;

function problemOf(
  app: GuardedApp,
  env: Env,
  publicPorts: ReadonlySet<number>,
  bySlug: ReadonlyMap<number, string>,
): Problem<'reserved'> | Problem<'duplicate'> | Problem<'upstream'> | Problem<'loop'> | undefined {
  const variable = reservedPort({ host: null, port: app.port }, reservedPorts(env));
  if (variable) return { reason: 'reserved', variable };
  const other = bySlug.get(app.port);
  if (other !== undefined) return { reason: 'duplicate', other };
  const impossible = app.upstreams.find((place) => splitPlace(place).port > 65535);
  if (impossible !== undefined) return { reason: 'upstream', place: impossible };
  const loop = app.upstreams.find((place) => {
    const { host, port } = splitPlace(place);
    return publicPorts.has(port) && isThisMachine(host);
  });
  return loop === undefined ? undefined : { reason: 'loop', place: loop };
}

/** Nginx looks names up when it reads its configuration, and refuses all of it where there is no answer. */
async function unknownHostOf({ upstreams }: GuardedApp): Promise<Problem<'unknownHost'> | undefined> {
  for (const place of upstreams) {
    const { host } = splitPlace(place);
    const isKnown = await lookup(host).then(
      () => true,
      () => false,
    );
    if (!isKnown) return { reason: 'unknownHost', place };
  }
  return undefined;
}

function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host.startsWith('127.') || host === '0.0.0.0') return true;
  if (host === '::1' || host === '::') return true;
  return ownAddresses().some(({ address }) => address === host);
}

/** What keeps Nginx from the apps' ports. Those it has already are not looked at. */
async function portProblems(
  env: Env,
  program: string,
  apps: readonly GuardedApp[],
): Promise<Map<number, Problem<'taken'> | Problem<'privilege'>>> {
  const held = await portsHeld(env);
  const wanted = apps.filter(({ port }) => !held.has(port)).map(({ port }) => ({ port, hosts: EVERYWHERE }));
  const found = new Map<number, Problem<'taken'> | Problem<'privilege'>>();
  for (const problem of await findPortProblems(wanted)) {
    if (problem.kind === 'privilege') {
      if (!mayBindLowPorts(program)) found.set(problem.port, { reason: 'privilege' });
      // An Nginx that has only just been started listens before its process id is in its file.
    } else if (!problem.owner || !ownsProcess(env, problem.owner.pid)) {
      found.set(problem.port, { reason: 'taken', owner: problem.owner });
    }
  }
  return found;
}

async function portsHeld(env: Env): Promise<Set<number>> {
  if (runningMaster(env) === undefined) return new Set();
  try {
    return listenedPorts(await readFile(nginxPaths(env).config, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}
