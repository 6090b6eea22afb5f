// What a supervisor that was killed outright (kill -9, out of memory) may have left running.

import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOf } from '@/lib/process-lock.mjs';

/** A child that leads a process group of its own; with its start time it is one process for good. */
export type ChildRecord = { name: string; pid: number; start: string };

type Recorded = { bootId: string; home: string; children: ChildRecord[] };

/** Writes down the children that run now. */
export function recordChildren(file: string, children: ChildRecord[]) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ bootId: bootId(), home: process.cwd(), children } satisfies Recorded));
}

export function childRecord(name: string, pid: number): ChildRecord {
  return { name, pid, start: startOf(pid) ?? '' };
}

/**
 * Ends the processes of an earlier supervisor's children that still run, and returns their names. A process is ended only when
 * it is provably one of them: in the group of a recorded child, in the same boot and folder, and that child is either the
 * very process that was recorded or gone.
 */
export async function endLeftovers(file: string): Promise<string[]> {
  const recorded = readRecord(file);
  if (!recorded || recorded.bootId === '' || recorded.bootId !== bootId()) return [];
  const running = recorded.children.filter((child) => groupOf(child, recorded.home).length > 0);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const pids = running.flatMap((child) => groupOf(child, recorded.home));
    for (const pid of pids) signalIfRunning(pid, signal);
    for (let waited = 0; waited < 3000; waited += 50) {
      if (!running.some((child) => groupOf(child, recorded.home).length > 0)) break;
      await sleep(50);
    }
  }
  recordChildren(file, []);
  return running.map((child) => child.name);
}

function readRecord(file: string): Recorded | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // None, or one whose writing was cut off: nothing can be proved from it.
    return undefined;
  }
}

function groupOf(child: ChildRecord, home: string): number[] {
  const leaderStart = startOf(child.pid);
  if (child.start === '' || (leaderStart !== undefined && leaderStart !== child.start)) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isMember(pid, child.pid, home))
    .map(Number);
}

function isMember(pid: string, group: number, home: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state !== 'Z' && Number(processGroup) === group && readlinkSync(`/proc/${pid}/cwd`) === home;
  } catch {
    // It ended while we looked, or is another account's.
    return false;
  }
}

function signalIfRunning(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
