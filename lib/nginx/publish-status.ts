// What the keeper says about Nginx's configuration: a file in DATA_DIR, for the dashboard, the doctor and whoever asks.

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '@/lib/env';
import type { DiffLine } from '@/lib/line-diff';
import { nginxPaths } from './model';
import type { PublishProblem } from './publish-problem';
import type { LeftOut } from './wanted-config';

export type PublishStatus = {
  /** When the keeper last looked, in ms since 1970. */
  lookedAt: number;
  state:
    | 'inForce'
    /** A change has been seen and is about to be published. */
    | 'pending'
    /** It could not be published; see `failure`. */
    | 'failed'
    /** It is written; the next Nginx that starts takes it over. */
    | 'notRunning';
  /** The rules' revision that was looked at; null before the first. */
  revision: number | null;
  /** Since when what is served has been in force; null while nothing is. */
  inForceSince: number | null;
  /** SHA-256 of the configuration that is served, the secret left out; null where there is none. */
  hash: string | null;
  /** From what is served to what the database asks for, the secret left out; empty where they agree. */
  differences: DiffLine[];
  failure: (PublishProblem & { at: number; nextTryAt: number }) | null;
  leftOut: LeftOut[];
  /** Of the variables that the keeper has (see environmentHash); null where no configuration can hold them. */
  environment: string | null;
};

/** The keeper says something every other second, but while it waits for Nginx; one that is silent for so long does not run. */
const STALE_AFTER = 30_000;

const statusFile = (env: Pick<Env, 'dataDir'>) => join(nginxPaths(env).prefix, 'status.json');

/** Written whole or not at all, for its owner's eyes only. */
export async function writePublishStatus(env: Pick<Env, 'dataDir'>, status: PublishStatus): Promise<void> {
  const file = statusFile(env);
  const own = `${file}.${randomUUID()}`;
  await mkdir(nginxPaths(env).prefix, { recursive: true, mode: 0o700 });
  try {
    await writeFile(own, `${JSON.stringify(status)}\n`, { mode: 0o600 });
    await rename(own, file);
  } catch (error) {
    await rm(own, { force: true });
    throw error;
  }
}

/** The last status; undefined where no keeper has ever run here. */
export async function readPublishStatus(env: Pick<Env, 'dataDir'>): Promise<PublishStatus | undefined> {
  try {
    return JSON.parse(await readFile(statusFile(env), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether the keeper that wrote the status is not running any more. */
export function isStale({ lookedAt }: PublishStatus, now = Date.now()): boolean {
  return now - lookedAt > STALE_AFTER;
}

/** Whether an administrator should look. What is just being published is nothing to worry about. */
export function needsAttention(status: PublishStatus | undefined, now = Date.now()): boolean {
  return (
    !status ||
    isStale(status, now) ||
    status.state === 'failed' ||
    status.state === 'notRunning' ||
    status.leftOut.length > 0
  );
}
