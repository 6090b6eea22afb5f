// From the environment to a configuration in force: written beside the live one, tested by Nginx itself, swapped in
// atomically, taken over by the running master. Whatever fails, the last good configuration stays.

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { syncFolder, writeSynced } from '@/lib/durable-files';
import type { Env } from '@/lib/env';
import { type Locale, localeFromTerminal, translator } from '@/lib/i18n';
import { takeLock } from '@/lib/process-lock.mjs';
import type { RuleApp } from '@/lib/routing/rules';
import { TlsError } from './certificate';
import { RELOAD_SECONDS, takenOver } from './in-force';
import { endOldestWorkers, runningMaster } from './master';
import { nginxPaths } from './model';
import { installCommand, nginxArguments, nginxProgram, nginxTest } from './program';
import { certificateProblem, type PublishProblem, problemText } from './publish-problem';
import { NginxTextError } from './quote';
import { readApps } from './read-apps';
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
  const { prefix, acme } = nginxPaths(env);
  const nginx = nginxProgram();
  if (!nginx) return { ok: false, problem: { code: 'notInstalled', params: { command: installCommand() } } };
  let apps = given;
  try {
    apps ??= await readApps(env.databaseUrl);
  } catch (error) {
    // Prisma's last line is the one that says why.
    const detail = messageOf(error).trim().split('\n').at(-1) ?? '';
    return { ok: false, problem: { code: 'rulesUnreadable', params: { detail } } };
  }
  let wanted: Awaited<ReturnType<typeof wantedConfig>>;
  try {
    wanted = await wantedConfig(env, nginx, apps);
  } catch (error) {
    if (error instanceof TlsError) return { ok: false, problem: certificateProblem(error) };
    if (!(error instanceof NginxTextError)) throw error;
    return { ok: false, problem: { code: 'badPath', params: { path: prefix } } };
  }
  const candidate = join(prefix, `nginx.conf.${randomUUID()}`);
  try {
    // The configuration holds the proxy secret: its folder and file are its owner's alone.
    await mkdir(join(prefix, 'temp'), { recursive: true });
    await chmod(prefix, 0o700);
    await mkdir(acme, { recursive: true });
    await writeSynced(candidate, wanted.text);
  } catch (error) {
    // Whatever is left of it is the lesser trouble: what is told is why it could not be written.
    await rm(candidate, { force: true }).catch(() => undefined);
    const params = { path: candidate, detail: messageOf(error) };
    return { ok: false, problem: { code: 'notWritten', params } };
  }
  const refusal = await nginxTest(nginx, nginxArguments(env, candidate));
  if (refusal === undefined) return { ok: true, ...wanted, candidate };
  // Nginx quotes what it does not like, and that may be the secret.
  const params = { detail: refusal.detail.replaceAll(env.proxySecret, '********') };
  if (refusal.kind === 'refused') return { ok: false, problem: { code: 'invalid', params }, candidate };
  await rm(candidate, { force: true });
  return { ok: false, problem: { code: 'notStarted', params } };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
