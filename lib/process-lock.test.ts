import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startOf, takeLock } from './process-lock.mjs';

const lockModule = join(import.meta.dirname, 'process-lock.mjs');

function lockFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'run', 'a.lock');
}

/** A process that takes the lock, says whether it got it, and holds it until it is killed. */
async function holder(file: string) {
  const script = `
    const { takeLock } = await import(${JSON.stringify(lockModule)});
    console.log(takeLock(${JSON.stringify(file)}).owner ? 'refused' : 'taken');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

test('a lock that a running process holds names that process', async () => {
  const file = lockFile();
  const { child, said } = await holder(file);
  expect(said).toBe('taken');
  expect(takeLock(file)).toMatchObject({ owner: { pid: child.pid } });
});

test('a lock is free again after its release', () => {
  const file = lockFile();
  takeLock(file).release?.();
  expect(takeLock(file).release).toBeTypeOf('function');
});

test('a lock left by a killed process is taken over, and by one process only', async () => {
  const file = lockFile();
  const { child } = await holder(file);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const claims = await Promise.all(Array.from({ length: 6 }, () => holder(file)));
  expect(claims.map(({ said }) => said).sort()).toEqual([...Array(5).fill('refused'), 'taken']);
  expect(readdirSync(dirname(file))).toEqual(['a.lock']);
});

test('a process id that another process has by now does not hold the lock', () => {
  const file = lockFile();
  takeLock(file).release?.();
  writeFileSync(file, JSON.stringify({ pid: process.pid, start: `${Number(startOf(process.pid)) - 1}` }));
  expect(takeLock(file).release).toBeTypeOf('function');
});
