// From the environment to a configuration in force: written beside the live one, tested by Nginx itself, swapped in
// atomically, taken over by the running master. Whatever fails, the last good configuration stays.

import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '@/lib/env';
import { type Locale, localeFromTerminal, translator } from '@/lib/i18n';
import { TlsError, tlsErrorText } from './certificate';
import { nginxModel, nginxPaths } from './model';
import { NginxTextError } from './quote';
import { renderedProbe, renderNginx } from './render';

export type PublishResult =
  | { ok: true; changed: boolean }
  /** `inForce`: an earlier configuration that Nginx accepted is still in place. */
  | { ok: false; message: string; inForce: boolean };

export type ReloadResult =
  | { ok: true; changed: boolean }
  /** `written`: the configuration is good and in place, only no Nginx runs that could take it over. */
  | { ok: false; message: string; written: boolean };

/** How long a running Nginx may take to be on the new configuration. */
const RELOAD_SECONDS = 10;
/** Old workers go on accepting for a moment after new ones have started. */
const SETTLED_MS = 300;

/**
 * Renders, tests and swaps in the configuration; the running Nginx is not told. A failure is a result, in the words of
 * the locale, not an exception.
 */
export async function publishConfig(env: Env, locale: Locale = localeFromTerminal()): Promise<PublishResult> {
  const t = translator(locale, 'nginx');
  const paths = nginxPaths(env);
  const inForce = existsSync(paths.config);
  const rendered = await renderAndTest(env, locale);
  if (!rendered.ok) {
    if (!rendered.candidate) return { ok: false, message: rendered.message, inForce };
    await rename(rendered.candidate, paths.rejected);
    const outlook = t(inForce ? 'kept' : 'noneInForce', { path: paths.rejected });
    return { ok: false, message: `${rendered.message}\n${outlook}`, inForce };
  }
  try {
    const changed = !inForce || (await readFile(paths.config, 'utf8')) !== rendered.text;
    if (!changed) {
      await rm(rendered.candidate);
      return { ok: true, changed };
    }
    await rename(rendered.candidate, paths.config);
    await syncFolder(paths.prefix);
    await rm(paths.rejected, { force: true });
    return { ok: true, changed };
  } catch (error) {
    await rm(rendered.candidate, { force: true });
    return { ok: false, message: t('notWritten', { path: paths.config, detail: messageOf(error) }), inForce };
  }
}

/** Has Nginx check what would be published, and leaves nothing behind. */
export async function testConfig(
  env: Env,
  locale: Locale = localeFromTerminal(),
): Promise<{ ok: true } | { ok: false; message: string }> {
  const rendered = await renderAndTest(env, locale);
  if (rendered.candidate) await rm(rendered.candidate);
  return rendered.ok ? { ok: true } : { ok: false, message: rendered.message };
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
  const file = findNginx(folders);
  if (!file) throw new Error(notInstalled(locale));
  return { file, args: [...location(env, nginxPaths(env).config), '-g', 'daemon off;'] };
}

/**
 * Publishes, tells the running master, and waits until the new configuration answers. Where the master refuses it all
 * the same, the configuration before it is put back, so that a restart does not stumble over what a reload did not.
 */
export async function reloadNginx(env: Env, locale: Locale = localeFromTerminal()): Promise<ReloadResult> {
  const t = translator(locale, 'nginx');
  const paths = nginxPaths(env);
  const before = await readIfThere(paths.config);
  const published = await publishConfig(env, locale);
  if (!published.ok) return { ok: false, message: published.message, written: false };

  const pid = runningMaster(env);
  if (pid === undefined) return { ok: false, message: t('notRunning'), written: true };
  const logged = await stat(paths.errorLog).then(
    ({ size }) => size,
    () => 0,
  );
  try {
    process.kill(pid, 'SIGHUP');
  } catch (error) {
    return {
      ok: false,
      message: t('notSignalled', { pid: String(pid), detail: messageOf(error) }),
      written: true,
    };
  }
  const outcome = await takenOver(env, await readFile(paths.config, 'utf8'), logged);
  if (outcome === 'in force') return { ok: true, changed: published.changed };
  if (published.changed && before !== undefined) {
    const restored = join(paths.prefix, `nginx.conf.${randomUUID()}`);
    await writeSynced(restored, before);
    await copyFile(paths.config, paths.rejected);
    await rename(restored, paths.config);
    await syncFolder(paths.prefix);
  }
  const message =
    outcome === 'timed out'
      ? t('reloadTimedOut', { seconds: RELOAD_SECONDS, path: paths.errorLog })
      : t('reloadRefused', { detail: outcome.refused });
  return { ok: false, message, written: false };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The process id of the Nginx that runs from this DATA_DIR, if one does. */
export function runningMaster(env: Pick<Env, 'dataDir'>): number | undefined {
  const paths = nginxPaths(env);
  if (!existsSync(paths.pid)) return undefined;
  const pid = Number(readFileSync(paths.pid, 'utf8'));
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  // After a crash the number may belong to any other process by now, which SIGHUP would end.
  const title = processTitle(pid);
  return title.startsWith('nginx: master process') && title.includes(paths.prefix) ? pid : undefined;
}

function processTitle(pid: number): string {
  try {
    if (existsSync('/proc/self')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

type Rendered =
  | { ok: true; text: string; candidate: string }
  | { ok: false; message: string; candidate?: string };

/** Writes a candidate beside the live configuration and has Nginx test it. */
async function renderAndTest(env: Env, locale: Locale): Promise<Rendered> {
  const t = translator(locale, 'nginx');
  const { prefix, acme } = nginxPaths(env);
  const nginx = findNginx(programFolders());
  if (!nginx) return { ok: false, message: notInstalled(locale) };
  let text: string;
  try {
    text = renderNginx(nginxModel(env));
  } catch (error) {
    if (error instanceof TlsError) return { ok: false, message: tlsErrorText(error, locale) };
    if (!(error instanceof NginxTextError)) throw error;
    return { ok: false, message: t('badPath', { path: prefix }) };
  }
  const candidate = join(prefix, `nginx.conf.${randomUUID()}`);
  try {
    // The configuration holds the proxy secret: its folder and file are its owner's alone.
    await mkdir(join(prefix, 'temp'), { recursive: true });
    await chmod(prefix, 0o700);
    await mkdir(acme, { recursive: true });
    await writeSynced(candidate, text);
  } catch (error) {
    // Whatever is left of it is the lesser trouble: what is told is why it could not be written.
    await rm(candidate, { force: true }).catch(() => undefined);
    return { ok: false, message: t('notWritten', { path: candidate, detail: messageOf(error) }) };
  }
  const problem = await nginxTest(nginx, location(env, candidate));
  if (problem === undefined) return { ok: true, text, candidate };
  if (problem.kind === 'refused')
    return { ok: false, message: t('invalid', { detail: problem.detail }), candidate };
  await rm(candidate, { force: true });
  return { ok: false, message: t('notStarted', { detail: problem.detail }) };
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

function findNginx(folders: string[]): string | undefined {
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

function notInstalled(locale: Locale): string {
  const has = (file: string) => existsSync(file);
  let command = 'apt-get install nginx-light';
  if (process.platform === 'darwin') command = 'brew install nginx';
  else if (has('/usr/bin/dnf')) command = 'dnf install nginx';
  else if (has('/sbin/apk')) command = 'apk add nginx';
  else if (has('/usr/bin/pacman')) command = 'pacman -S nginx';
  return translator(locale, 'nginx')('notInstalled', { command });
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
