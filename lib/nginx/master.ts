// The Nginx that runs from a data folder: its master and its workers.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Env } from '@/lib/env';
import { nginxPaths } from './model';

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

/** Whether the process is this DATA_DIR's Nginx, be it its master, one of its workers or one that is starting. */
export function ownsProcess(env: Pick<Env, 'dataDir'>, pid: number): boolean {
  const { prefix } = nginxPaths(env);
  const isOurs = (id: number) => /nginx/.test(processTitle(id)) && processTitle(id).includes(`${prefix}/`);
  return isOurs(pid) || (processTitle(pid).startsWith('nginx: worker') && isOurs(statOf(pid).parent));
}

export type Worker = {
  pid: number /** It takes no more connections, and stays for those it has. */;
  old: boolean;
};

/** The workers of the master, the oldest first. Linux only: elsewhere there is no telling. */
export function workersOf(master: number): Worker[] {
  if (!existsSync('/proc/self')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), ...statOf(Number(name)) }))
    .filter(({ pid, parent }) => parent === master && processTitle(pid).startsWith('nginx: worker process'))
    .sort((a, b) => a.started - b.started || a.pid - b.pid)
    .map(({ pid }) => ({ pid, old: processTitle(pid).includes('shutting down') }));
}

/** So many earlier configurations may still have workers that serve the websockets opened under them. */
const GENERATIONS = 8;

/**
 * Ends the oldest of the workers that earlier configurations have left, where there are more than those of eight; returns
 * their process ids. A browser whose websocket ends with one opens it again, through a new worker.
 */
export function endOldestWorkers(master: number): number[] {
  const workers = workersOf(master);
  const old = workers.filter((worker) => worker.old).map(({ pid }) => pid);
  const most = GENERATIONS * Math.max(1, workers.length - old.length);
  const ended = old.slice(0, Math.max(0, old.length - most));
  for (const pid of ended) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch (error) {
      // It was the last to leave.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return ended;
}

function processTitle(pid: number): string {
  try {
    if (existsSync('/proc/self')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** The parent's process id and the start in clock ticks since boot; zeros where the process has gone. */
function statOf(pid: number): { parent: number; started: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses and may hold spaces and parentheses itself.
    const [, parent, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(parent), started: Number(fields[17]) };
  } catch {
    return { parent: 0, started: 0 };
  }
}
