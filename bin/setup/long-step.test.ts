import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startOf } from '@/lib/process-lock.mjs';
import { longStep } from './long-step.mjs';

let log: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-step-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  log = join(folder, 'logs', 'step.log');
});

const step = (script: string) => ({ title: 'Counting', file: 'sh', args: ['-c', script], log });

test('the whole output is in the log', async () => {
  await longStep(step('seq 100; echo warned >&2'));
  expect(readFileSync(log, 'utf8').split('\n')).toHaveLength(102);
});

test('a failure shows the end of the output and where all of it is', async () => {
  const failure = await longStep(step('seq 100; exit 3')).catch((error: Error) => error);
  expect(failure).toMatchObject({ name: 'SetupError', message: expect.stringContaining(log) });
  const lines = (failure as Error).message.split('\n');
  expect(lines).toContain('71');
  expect(lines).not.toContain('70');
});

test('a command that is not there is a failure with its name', async () => {
  await expect(longStep({ ...step(''), file: 'no-such-command' })).rejects.toThrow('no-such-command');
});

test('a step whose set-up is ended ends with all that it started', async () => {
  const script = `
    const { longStep } = await import(${JSON.stringify(join(import.meta.dirname, 'long-step.mjs'))});
    await longStep(${JSON.stringify(step('echo $$; sleep 60 & wait'))});`;
  const setup = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const pid = await untilTruthy(() => Number(tryRead(log)));
  setup.kill('SIGTERM');
  await untilTruthy(() => startOf(pid) === undefined);
});

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function untilTruthy<Value>(read: () => Value): Promise<Value> {
  for (;;) {
    const value = read();
    if (value) return value;
    await sleep(20);
  }
}
