// Where a backup or a database is made until it can take its name.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A new folder in another, from which a file can be renamed into place. Those that killed processes have left are removed. */
export async function scratchFolder(folder: string): Promise<string> {
  const prefix = `.sluice-scratch.${hostname()}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('.')[0]);
    if (!isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
  return mkdtemp(join(folder, `${prefix}${process.pid}.`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
