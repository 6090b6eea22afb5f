import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startOf } from '@/lib/process-lock.mjs';
import { childRecord, endLeftovers, recordChildren } from './leftovers';

let record: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-leftovers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  record = join(folder, 'children.json');
});

/** A group leader with a child of its own, as Nginx is; says the child's id. */
async function startGroup(
  options: { cwd?: string } = {},
): Promise<{ leader: ChildProcess & { pid: number }; worker: number }> {
  const leader = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (!leader.pid) throw new Error('sh did not start');
  const { pid } = leader;
  onTestFinished(() => {
    if (startOf(worker)) process.kill(-pid, 'SIGKILL');
  });
  const [said] = await once(leader.stdout, 'data');
  const worker = Number(said);
  return { leader: Object.assign(leader, { pid }), worker };
}

test('recorded children are ended with all that they started', async () => {
  const { leader, worker } = await startGroup();
  recordChildren(record, [childRecord('nginx', leader.pid)]);
  expect(await endLeftovers(record)).toEqual(['nginx']);
  expect([startOf(worker), await endLeftovers(record)]).toEqual([undefined, []]);
});

test('workers whose leader is gone are ended too', async () => {
  const { leader, worker } = await startGroup();
  recordChildren(record, [childRecord('nginx', leader.pid)]);
  leader.kill('SIGKILL');
  await once(leader, 'exit');
  expect(await endLeftovers(record)).toEqual(['nginx']);
  expect(startOf(worker)).toBeUndefined();
});

test('a process that only has a recorded id is left alone', async () => {
  const { leader, worker } = await startGroup();
  const { start } = childRecord('nginx', leader.pid);
  recordChildren(record, [{ name: 'nginx', pid: leader.pid, start: String(Number(start) - 100) }]);
  expect(await endLeftovers(record)).toEqual([]);
  expect(startOf(worker)).toBeDefined();
});

test('a process of another folder is left alone', async () => {
  const { leader, worker } = await startGroup({ cwd: tmpdir() });
  recordChildren(record, [childRecord('nginx', leader.pid)]);
  expect(await endLeftovers(record)).toEqual([]);
  expect(startOf(worker)).toBeDefined();
});

test('no record, nothing to end', async () => {
  expect(await endLeftovers(record)).toEqual([]);
});
