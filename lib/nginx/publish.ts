// From the environment to a configuration in force: written beside the live one, tested by Nginx itself, swapped in
// atomically, taken over by the running master. Whatever fails, the last good configuration stays.

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '@/lib/env';
import { type Locale, localeFromTerminal, translator } from '@/lib/i18n';
import { takeLock } from '@/lib/process-lock.mjs';
import type { RuleApp } from '@/lib/routing/rules';
import { endOldestWorkers, runningMaster } from './master';
import { nginxPaths } from './model';
import { type PublishProblem, problemText } from './publish-problem';
import { NginxTextError } from './quote';
import { readApps } from './read-apps';
import { renderedProbe } from './render';
import { type LeftOut, wantedConfig } from './wanted-config';

type Failure = {
  ok: false;
  problem: PublishProblem;
  /** The problem in the locale's words. */
  message: string;
};

export type PublishResult =
  | { ok: true; changed: boolean; leftOut: LeftOut[] }
  /** `inForce`: an earlier configuration that Nginx accepted is still in place. */
  | (Failure & { inForce: boolean });

export type ReloadResult =
  | { ok: true; changed: boolean; leftOut: LeftOut[] }
  /** `written`: the configuration is good and in place, only no Nginx runs that could take it over. */
  | (Failure & { written: boolean; leftOut?: LeftOut[] });

/** How long a running Nginx may take to be on the new configuration. */
const RELOAD_SECONDS = 10;
/** Old workers go on accepting for a moment after new ones have started. */
const SETTLED_MS = 300;
/** How long to wait while another process publishes. */
const TURN_SECONDS = 60;

/**
 * Renders, tests and swaps in the configuration for the apps, those of the database where none are given; the running Nginx
 * is not told. A failure is a result, in the words of the locale, not an exception.
 */
export async function publishConfig(
  env: Env,
  locale: Locale = localeFromTerminal(),
  apps?: Iterable<RuleApp>,
): Promise<PublishResult> {
  const inForce = existsSync(nginxPaths(env).config);
  return inTurn(
    env,
    locale,
    (failure) => ({ ...failure, inForce }),
    () => publish(env, locale, apps),
  );
}

async function publish(
  env: Env,
  locale: Locale,
  apps: Iterable<RuleApp> | undefined,
): Promise<PublishResult> {
  const t = translator(locale, 'nginx');
  const paths = nginxPaths(env);
  const inForce = existsSync(paths.config);
  const rendered = await renderAndTest(env, apps);
  if (!rendered.ok) {
    const failure = failed(rendered.problem, locale);
    if (!rendered.candidate) return { ...failure, inForce };
    await rename(rendered.candidate, paths.rejected);
    const outlook = t(inForce ? 'kept' : 'noneInForce', { path: paths.rejected });
    return { ...failure, message: `${failure.message}\n${outlook}`, inForce };
  }
  const { text, candidate, leftOut } = rendered;
  try {
    const changed = !inForce || (await readFile(paths.config, 'utf8')) !== text;
    if (changed) {
      await rename(candidate, paths.config);
      await syncFolder(paths.prefix);
    } else {
      await rm(candidate);
    }
    await rm(paths.rejected, { force: true });
    return { ok: true, changed, leftOut };
  } catch (error) {
    await rm(candidate, { force: true });
    const params = { path: paths.config, detail: messageOf(error) };
    return { ...failed({ code: 'notWritten', params }, locale), inForce };
  }
}

const failed = (problem: PublishProblem, locale: Locale): Failure => ({
  ok: false,
  problem,
  message: problemText(problem, locale),
});

/** Command line, start and keeper take turns: nobody tests, swaps or reloads while another one does. */
async function inTurn<Result>(
  env: Env,
  locale: Locale,
  refused: (failure: Failure) => Result,
  work: () => Promise<Result>,
): Promise<Result> {
  const file = join(nginxPaths(env).prefix, 'publish.lock');
  const deadline = Date.now() + TURN_SECONDS * 1000;
  for (;;) {
    let lock: ReturnType<typeof takeLock>;
    try {
      lock = takeLock(file);
    } catch (error) {
      return refused(
        failed({ code: 'notWritten', params: { path: file, detail: messageOf(error) } }, locale),
      );
    }
    if (lock.release) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (Date.now() > deadline) {
      return refused(failed({ code: 'busy', params: { pid: String(lock.owner.pid) } }, locale));
    }
    await sleep(25);
  }
}

/** Has Nginx check what would be published, and leaves nothing behind. */
export async function testConfig(
  env: Env,
  locale: Locale = localeFromTerminal(),
  apps?: Iterable<RuleApp>,
): Promise<{ ok: true; leftOut: LeftOut[] } | Failure> {
  const rendered = await renderAndTest(env, apps);
  if (rendered.candidate) await rm(rendered.candidate);
  return rendered.ok ? { ok: true, leftOut: rendered.leftOut } : failed(rendered.problem, locale);
}

/**
 * What runs Nginx in the foreground with the published configuration; SIGQUIT lets it finish what it has begun, SIGTERM
 * does not. Throws, in words, where Nginx is not installed.
 */
export function nginxCommand(
  env: Env,
  locale: Locale = localeFromTerminal(),
  folders = programFolders(),
): { file: string; args: string[] } {
  const file = nginxProgram(folders);
  if (!file) {
    const problem = { code: 'notInstalled' as const, params: { command: installCommand() } };
    throw new Error(problemText(problem, locale));
  }
  return { file, args: [...location(env, nginxPaths(env).config), '-g', 'daemon off;'] };
}

/**
 * Publishes, tells the running master, and waits until the new configuration answers. Where the master refuses it all
 * the same, the configuration before it is put back, so that a restart does not stumble over what a reload did not.
 */
export async function reloadNginx(
  env: Env,
  locale: Locale = localeFromTerminal(),
  apps?: Iterable<RuleApp>,
): Promise<ReloadResult> {
  return inTurn(
    env,
    locale,
    (failure) => ({ ...failure, written: false }),
    () => reload(env, locale, apps),
  );
}

async function reload(env: Env, locale: Locale, apps: Iterable<RuleApp> | undefined): Promise<ReloadResult> {
  const paths = nginxPaths(env);
  const before = await readIfThere(paths.config);
  const published = await publish(env, locale, apps);
  if (!published.ok) {
    const { problem, message } = published;
    return { ok: false, problem, message, written: false };
  }
  const { changed, leftOut } = published;
  const pid = runningMaster(env);
  if (pid === undefined) {
    return { ...failed({ code: 'notRunning', params: {} }, locale), written: true, leftOut };
  }
  const logged = await stat(paths.errorLog).then(
    ({ size }) => size,
    () => 0,
  );
  try {
    process.kill(pid, 'SIGHUP');
  } catch (error) {
    const params = { pid: String(pid), detail: messageOf(error) };
    return { ...failed({ code: 'notSignalled', params }, locale), written: true, leftOut };
  }
  const outcome = await takenOver(env, await readFile(paths.config, 'utf8'), logged);
  if (outcome === 'in force') {
    endOldestWorkers(pid);
    return { ok: true, changed, leftOut };
  }
  if (changed && before !== undefined) {
    const restored = join(paths.prefix, `nginx.conf.${randomUUID()}`);
    await writeSynced(restored, before);
    await copyFile(paths.config, paths.rejected);
    await rename(restored, paths.config);
    await syncFolder(paths.prefix);
  }
  const problem: PublishProblem =
    outcome === 'timed out'
      ? { code: 'reloadTimedOut', params: { seconds: String(RELOAD_SECONDS), path: paths.errorLog } }
      : { code: 'reloadRefused', params: { detail: outcome.refused } };
  return { ...failed(problem, locale), written: false, leftOut };
}

/** Whether the running Nginx answers as this configuration, and no other one, does. */
export function isInForce(env: Env, text: string): Promise<boolean> {
  return answers(env, renderedProbe(text));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

type Rendered =
  | { ok: true; text: string; candidate: string; leftOut: LeftOut[] }
  | { ok: false; problem: PublishProblem; candidate?: string };

/** Writes a candidate beside the live configuration and has Nginx test it. */
async function renderAndTest(env: Env, given: Iterable<RuleApp> | undefined): Promise<Rendered> {
  const { prefix } = nginxPaths(env);
  const nginx = nginxProgram();
  if (!nginx) return { ok: false, problem: { code: 'notInstalled', params: { command: installCommand() } } };
  let apps = given;
  try {
    apps ??= await readApps(env.databaseUrl);
  } catch (error) {
    return { ok: false, problem: { code: 'rulesUnreadable', params: { detail: messageOf(error) } } };
  }
  let wanted: Awaited<ReturnType<typeof wantedConfig>>;
  try {
    wanted = await wantedConfig(env, nginx, apps);
  } catch (error) {
    if (!(error instanceof NginxTextError)) throw error;
    return { ok: false, problem: { code: 'badPath', params: { path: prefix } } };
  }
  const candidate = join(prefix, `nginx.conf.${randomUUID()}`);
  try {
    // The configuration holds the proxy secret: its folder and file are its owner's alone.
    await mkdir(join(prefix, 'temp'), { recursive: true });
    await chmod(prefix, 0o700);
    await writeSynced(candidate, wanted.text);
  } catch (error) {
    // Whatever is left of it is the lesser trouble: what is told is why it could not be written.
    await rm(candidate, { force: true }).catch(() => undefined);
    const params = { path: candidate, detail: messageOf(error) };
    return { ok: false, problem: { code: 'notWritten', params } };
  }
  const refusal = await nginxTest(nginx, location(env, candidate));
  if (refusal === undefined) return { ok: true, ...wanted, candidate };
  // Nginx quotes what it does not like, and that may be the secret.
  const params = { detail: refusal.detail.replaceAll(env.proxySecret, '********') };
  if (refusal.kind === 'refused') return { ok: false, problem: { code: 'invalid', params }, candidate };
  await rm(candidate, { force: true });
  return { ok: false, problem: { code: 'notStarted', params } };
}

const location = (env: Env, config: string) => {
  const { prefix, errorLog } = nginxPaths(env);
  return ['-p', `${prefix}/`, '-c', config, '-e', errorLog];
};

function nginxTest(
  file: string,
  args: string[],
): Promise<{ kind: 'refused' | 'not started'; detail: string } | undefined> {
  return new Promise((resolve) => {
    execFile(file, [...args, '-t', '-q'], { timeout: 30_000 }, (error, _stdout, stderr) => {
      if (!error) return resolve(undefined);
      const detail = stderr.trim();
      if (typeof error.code === 'number' && detail) return resolve({ kind: 'refused', detail });
      resolve({ kind: 'not started', detail: detail || error.message });
    });
  });
}

/** Debian keeps nginx in /usr/sbin, which is not in the PATH of those who are not root. */
function programFolders(): string[] {
  const path = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...path, '/usr/sbin', '/usr/local/sbin', '/sbin'];
}

/** The installed Nginx, if there is one. */
export function nginxProgram(folders = programFolders()): string | undefined {
  return folders
    .map((folder) => join(folder, 'nginx'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function installCommand(): string {
  const has = (file: string) => existsSync(file);
  if (process.platform === 'darwin') return 'brew install nginx';
  if (has('/usr/bin/dnf')) return 'dnf install nginx';
  if (has('/sbin/apk')) return 'apk add nginx';
  if (has('/usr/bin/pacman')) return 'pacman -S nginx';
  return 'apt-get install nginx-light';
}

/** Waits until only the new configuration answers, the error log says why not, or time is up. */
async function takenOver(
  env: Env,
  text: string,
  logged: number,
): Promise<'in force' | 'timed out' | { refused: string }> {
  const probe = renderedProbe(text);
  const deadline = Date.now() + RELOAD_SECONDS * 1000;
  let since: number | undefined;
  while (Date.now() < deadline) {
    if (await answers(env, probe)) {
      since ??= Date.now();
      if (Date.now() - since >= SETTLED_MS) return 'in force';
    } else {
      since = undefined;
      const refused = await newEmergencies(nginxPaths(env).errorLog, logged);
      if (refused) return { refused };
    }
    await sleep(30);
  }
  return 'timed out';
}

function answers(env: Env, path: string): Promise<boolean> {
  const host = env.publicHosts[0] ?? 'localhost';
  return new Promise((resolve) => {
    const probe = request(
      {
        host: '127.0.0.1',
        port: env.httpPort,
        path,
        // A connection kept alive would stay with one worker.
        agent: false,
        headers: { Host: host.includes(':') ? `[${host}]` : host },
        timeout: 1000,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 204);
      },
    );
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(false));
    probe.end();
  });
}

async function newEmergencies(errorLog: string, from: number): Promise<string> {
  const text = await readFile(errorLog).catch(() => Buffer.alloc(0));
  return text
    .subarray(from)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.includes('[emerg]'))
    .join('\n');
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
