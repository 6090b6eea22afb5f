import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Thread } from './thread';

/** A thread that waits for as long as it is asked to, and does not survive `die`. */
function thread() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-thread-'));
  const file = join(folder, 'thread.mjs');
  writeFileSync(
    file,
    `import { parentPort, workerData } from 'node:worker_threads';
    parentPort.on('message', ({ id, task }) => {
      if (task === 'die') process.exit(7);
      if (task === 'fail') return parentPort.postMessage({ id, error: 'no' });
      if (task === 'full') return parentPort.postMessage({ id, error: 'no', problem: { code: 'FULL', detail: 'disk' } });
      setTimeout(() => parentPort.postMessage({ id, result: workerData.greeting + task }), task);
    });`,
  );
  const started = new Thread<number | string, string>('waiting', file, { greeting: 'after ' });
  onTestFinished(async () => {
    await started.close();
    rmSync(folder, { recursive: true });
  });
  return started;
}

test('questions are answered side by side, each with its own answer', async () => {
  const waiting = thread();
  const order: string[] = [];
  const ask = (ms: number) => waiting.ask(ms).then((answer) => order.push(answer));
  await Promise.all([ask(200), ask(1)]);
  expect(order).toEqual(['after 1', 'after 200']);
  expect(waiting.pending).toBe(0);
});

test('what goes wrong comes back as an error, the database’s trouble as such, and the thread goes on', async () => {
  const waiting = thread();
  await expect(waiting.ask('fail')).rejects.toThrow('the thread for waiting: no');
  await expect(waiting.ask('full')).rejects.toMatchObject({ problem: { code: 'FULL' } });
  expect(await waiting.ask(1)).toBe('after 1');
});

test('a thread that dies leaves nobody without an answer, and is started again', async () => {
  const waiting = thread();
  const left = waiting.ask(60_000);
  await Promise.all([
    expect(left).rejects.toThrow('ended with 7'),
    expect(waiting.ask('die')).rejects.toThrow('ended with 7'),
  ]);
  expect(await waiting.ask(1)).toBe('after 1');
});
