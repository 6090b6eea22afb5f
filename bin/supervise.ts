// The supervisor behind `npm start` and `npm run demo`: brings the database up to date, starts Nginx, the portal and the
// demo's apps, keeps them running and stops them in order.

import { join } from 'node:path';
import { nginxOrigin } from '@/lib/dashboard-url';
import { type Env, env, homeDir } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { leftOutText } from '@/lib/nginx/left-out-text';
import { nginxPaths } from '@/lib/nginx/model';
import { nginxCommand } from '@/lib/nginx/program';
import { publishConfig } from '@/lib/nginx/publish';
import { readPublishStatus } from '@/lib/nginx/publish-status';
import { takeLock } from '@/lib/process-lock.mjs';
import { type DemoApp, demoApps, demoLines, demoProcesses } from './supervisor/demo';
import { httpAnswer } from './supervisor/http-answer';
import { endLeftovers } from './supervisor/leftovers';
import { requireFreePorts } from './supervisor/ports';
import { ProcessGroup } from './supervisor/process-group';
import { StartError } from './supervisor/start-error';
import { stopSignal } from './supervisor/stop-signal';
import type { ProcessSpec } from './supervisor/supervised-process';

const words = translator(localeFromTerminal(), 'start');
const NGINX = 'nginx';
const PORTAL = 'portal';
const GUARD = 'guard';
const KEEPER = 'keeper';

/** Runs everything until it is told to stop or a process is dead for good; resolves to the exit code. */
export async function supervise(options: { demo: boolean }): Promise<number> {
  try {
    return await withDataFolder(env(), (config) => run(config, options.demo));
  } catch (error) {
    const isExplained = error instanceof Error && /^(StartError|EnvError)$/.test(error.name);
    console.error(isExplained ? `\n${error.message}` : error);
    return 1;
  }
}

/** One supervisor a data folder. */
async function withDataFolder(config: Env, work: (config: Env) => Promise<number>): Promise<number> {
  const lock = takeLock(join(config.dataDir, 'run', 'supervisor.lock'));
  if (!lock.release) {
    throw new StartError(words('alreadyRunning', { folder: config.dataDir, pid: String(lock.owner.pid) }));
  }
  try {
    return await work(config);
  } finally {
    lock.release();
  }
}

async function run(config: Env, demo: boolean): Promise<number> {
  const apps = demo ? demoApps(config.demoPortBase) : [];
  const record = join(config.dataDir, 'run', 'children.json');
  const leftovers = await endLeftovers(record);
  if (leftovers.length > 0) console.log(words('leftovers', { names: leftovers.join(', ') }));
  await requireFreePorts(config, apps, words);

  const group = new ProcessGroup(
    [NGINX, PORTAL, GUARD, KEEPER, ...apps.map((app) => app.slug)],
    record,
    words,
  );
  process.on('exit', () => group.kill());
  const end = Promise.race([
    stopSignal(killNow).then(() => ({ exitCode: 0, message: words('stopping') })),
    group.failure.then((message) => ({ exitCode: 1, message })),
  ]);
  const leaving = new AbortController();
  try {
    const endedEarly = await Promise.race([end, start(group, config, demo, apps)]);
    if (!endedEarly) await showReady(config, apps);
    if (!endedEarly && config.doctorAtStart) void tellDoctor(group, leaving.signal);
    const { exitCode, message } = endedEarly ?? (await end);
    group.say(message);
    return exitCode;
  } finally {
    leaving.abort();
    // Nginx first: it takes no more visitors and hands out the answers that the others still owe. It waits for open websockets,
    // too, and those are the guard's to end.
    await group.stop([[NGINX, GUARD], [PORTAL], [KEEPER]]);
    group.say(words('stopped'));
  }
}

function killNow() {
  console.log(words('killed'));
  process.exit(1);
}

/** Starts everything, as much as possible at the same time, and resolves when it is ready. */
async function start(group: ProcessGroup, config: Env, demo: boolean, apps: DemoApp[]): Promise<void> {
  const appProcesses = demoProcesses(apps);
  if (!appProcesses) group.say(words('demoAppMissing'));
  const appsReady = (appProcesses ?? []).map((spec) => group.start(spec));
  // Prisma takes a while to load: Streamlit starts in the meantime.
  const { applyDemoRules, firstRuleHint, migrate } = await import('./supervisor/database');
  const tell = (notes: string[]) => notes.forEach((note) => void group.say(note));
  await migrate(config, words).then(tell);
  const serversReady = [group.start(portalProcess(config)), group.start(guardProcess(config))];
  await (demo ? applyDemoRules(config, apps, words) : firstRuleHint(config, words)).then(tell);
  const published = await publishConfig(config);
  if (published.ok) tell(published.leftOut.map((app) => leftOutText(app, localeFromTerminal())));
  else if (!published.inForce) throw new StartError(published.message);
  else group.say(published.message);
  const gateReady = [group.start(nginxProcess(config)), group.start(keeperProcess(config))];
  await Promise.all([...appsReady, ...serversReady, ...gateReady]);
}

/** What the doctor has to say of a stack that has just started: nothing where all is right. */
async function tellDoctor(group: ProcessGroup, signal: AbortSignal): Promise<void> {
  const { startDoctorLines } = await import('./supervisor/doctor');
  const lines = await startDoctorLines(signal);
  if (!signal.aborted) for (const line of lines) group.say(line);
}

function portalProcess(config: Env): ProcessSpec {
  const next = join(homeDir, 'node_modules', 'next', 'dist', 'bin', 'next');
  return {
    name: PORTAL,
    file: process.execPath,
    args: [next, 'start', '-H', '127.0.0.1', '-p', String(config.portalPort)],
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', SLUICE_HOME: homeDir },
    isReady: async () => (await httpAnswer(config.portalPort, '/readyz'))?.status === 200,
    stopSignal: 'SIGTERM',
    stopWithin: 15_000,
  };
}

function guardProcess(config: Env): ProcessSpec {
  return {
    ...serviceProcess(GUARD),
    isReady: async () => (await httpAnswer(config.guardPort, '/healthz'))?.status === 200,
  };
}

/** Once it has seen what Nginx serves; what it could not publish it has then said. */
function keeperProcess(config: Env): ProcessSpec {
  const since = Date.now();
  return {
    ...serviceProcess(KEEPER),
    isReady: async () => {
      const status = await readPublishStatus(config);
      return status !== undefined && status.lookedAt >= since && /^(inForce|failed)$/.test(status.state);
    },
  };
}

const serviceProcess = (name: string) => ({
  name,
  file: process.execPath,
  args: [join(homeDir, 'bin', `${name}.mjs`)],
  env: { NODE_ENV: 'production', SLUICE_HOME: homeDir },
  stopSignal: 'SIGTERM' as const,
  stopWithin: 15_000,
});

function nginxProcess(config: Env): ProcessSpec {
  const host = config.publicHosts[0] ?? 'localhost';
  return {
    name: NGINX,
    ...nginxCommand(config),
    isReady: async () => (await httpAnswer(config.httpPort, '/healthz', hostHeader(host))) !== undefined,
    stopSignal: 'SIGQUIT',
    stopWithin: 15_000,
    log: nginxPaths(config).errorLog,
  };
}

async function showReady(config: Env, apps: DemoApp[]) {
  const url = `${nginxOrigin(config, config.publicHosts[0] ?? '127.0.0.1')}/`;
  const seconds = process.uptime().toFixed(1);
  const { firstAdminLink } = await import('./supervisor/database');
  const link = await firstAdminLink(config);
  const lines = [
    words('ready', { seconds, url }),
    ...(link ? ['', words('firstAdmin', { link })] : []),
    ...(apps.length > 0 ? ['', ...demoLines((host) => nginxOrigin(config, host), apps, words)] : []),
  ];
  console.log(`\n${lines.join('\n')}\n`);
}

const hostHeader = (host: string) => (host.includes(':') ? `[${host}]` : host);
