// Rotates Nginx's logs where nobody else does: an installation without logrotate never fills its disk.

import { appendFile, copyFile, open, readFile, rename, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { log } from '@/lib/log';
import { statOf } from './log-files';

export type RotationOptions = {
  /** The logs of one Nginx. */
  paths: readonly string[];
  pidFile: string;
  /** From this size on, in bytes. */
  size: number;
};

/** How many former files are kept of each log. */
export const KEPT_FILES = 5;

/** Rotates the logs that are too large; returns whether there were any. Without an Nginx that can be told, nothing is touched. */
export async function rotateLogs({ paths, pidFile, size }: RotationOptions): Promise<boolean> {
  const sizes = await Promise.all(paths.map(async (path) => (await statOf(path))?.size ?? 0));
  const large = paths.filter((_, i) => sizes[i]! >= size);
  if (large.length === 0) return false;
  const master = await nginxMaster(pidFile);
  if (master === undefined) return false;
  for (const path of large) {
    for (let i = KEPT_FILES - 1; i >= 1; i--) {
      if (await statOf(`${path}.${i}`)) await rename(`${path}.${i}`, `${path}.${i + 1}`);
    }
    if (await canBeOpenedByWorkers(path)) await rename(path, `${path}.1`);
    else await moveContents(path, `${path}.1`);
  }
  // It opens its logs anew, and makes them where they are not there.
  process.kill(master, 'SIGUSR1');
  log.info('nginx log', 'rotated', { files: large.join(', ') });
  return true;
}

/**
 * Nginx's workers open the new file themselves, and as another account than root, which may not come into a folder that is
 * root's alone: they would go on in the old file for ever.
 */
export async function canBeOpenedByWorkers(path: string): Promise<boolean> {
  if (process.getuid?.() !== 0) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = await statOf(folder);
    if (found && (found.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** What is written between the last look and the cut is lost; that is some microseconds. */
async function moveContents(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const copied = (await stat(to)).size;
  const handle = await open(from, 'r');
  try {
    const rest = Buffer.alloc((await handle.stat()).size - copied);
    const { bytesRead } = await handle.read(rest, 0, rest.length, copied);
    await appendFile(to, rest.subarray(0, bytesRead));
    await truncate(from);
  } finally {
    await handle.close();
  }
}

/** The process that may be told to open its logs anew; undefined where none runs, or it is not this account's to tell. */
async function nginxMaster(pidFile: string): Promise<number | undefined> {
  if (!(await statOf(pidFile))) return undefined;
  const pid = Number((await readFile(pidFile, 'utf8')).trim());
  if (!Number.isSafeInteger(pid) || pid < 2) return undefined;
  try {
    process.kill(pid, 0);
  } catch {
    // ESRCH or EPERM: gone, or another account's, whose logs logrotate looks after.
    return undefined;
  }
  // A pid file that was left behind may name a process that has nothing to do with Nginx.
  const isProcFs = await stat('/proc/self').then(
    () => true,
    () => false,
  );
  if (!isProcFs) return pid;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'nginx' ? pid : undefined;
}
