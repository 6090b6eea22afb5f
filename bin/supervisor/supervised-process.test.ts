import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startOf } from '@/lib/process-lock.mjs';
import { backoff, type ProcessSpec, SupervisedProcess } from './supervised-process';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Runs a shell script that is ready when it has written the file `ready`. */
function supervise(script: string, spec: Partial<ProcessSpec> = {}) {
  const lines: string[] = [];
  const deaths: string[] = [];
  let giveUp: (how: string) => void = () => {};
  const givenUp = new Promise<string>((resolve) => {
    giveUp = resolve;
  });
  const supervised = new SupervisedProcess(
    {
      name: 'app',
      file: 'sh',
      args: ['-c', script],
      env: { FOLDER: folder },
      isReady: async () => existsSync(join(folder, 'ready')),
      stopSignal: 'SIGTERM',
      stopWithin: 500,
      ...spec,
    },
    {
      write: (_name, line) => lines.push(line),
      follow: (_name, stream) => void stream.on('data', (text) => lines.push(String(text).trim())),
    },
    { onChange: () => {}, onDeath: ({ how }) => deaths.push(how), onGivenUp: (how) => giveUp(how) },
  );
  onTestFinished(() => supervised.kill());
  supervised.start();
  return { supervised, lines, deaths, givenUp };
}

const pidIn = (name: string) => Number(readFileSync(join(folder, name), 'utf8'));

test('it is ready when it says so, not before', async () => {
  const { supervised } = supervise('sleep 0.3; touch $FOLDER/ready; sleep 60');
  expect(await supervised.whenReady(100)).toBe(false);
  expect(await supervised.whenReady(10_000)).toBe(true);
});

test('one that dies is started again', async () => {
  const script =
    'if [ -e $FOLDER/once ]; then touch $FOLDER/ready; exec sleep 60; fi; touch $FOLDER/once; exit 3';
  const { supervised, deaths } = supervise(script);
  expect(await supervised.whenReady(10_000)).toBe(true);
  expect(deaths).toEqual(['exit 3']);
});

test('one that dies again and again is given up, with a longer pause each time', async () => {
  const started = Date.now();
  const { deaths, givenUp } = supervise('exit 7');
  expect(await givenUp).toBe('exit 7');
  expect(deaths).toHaveLength(4);
  expect(Date.now() - started).toBeGreaterThanOrEqual(
    [1, 2, 3, 4].map(backoff).reduce((sum, pause) => sum + pause),
  );
});

test('when it dies, what it started does not stay', async () => {
  const { supervised } = supervise('sleep 60 & echo $! >$FOLDER/worker; touch $FOLDER/ready; wait');
  await supervised.whenReady(10_000);
  process.kill(supervised.pid ?? 0, 'SIGKILL');
  while (startOf(pidIn('worker')) !== undefined) await sleep(20);
});

test('a stop lets it finish what it is doing', async () => {
  const { supervised } = supervise(
    'trap "sleep 0.2; touch $FOLDER/finished; exit 0" TERM; touch $FOLDER/ready; while :; do sleep 0.05; done',
  );
  await supervised.whenReady(10_000);
  await supervised.stop();
  expect(existsSync(join(folder, 'finished'))).toBe(true);
});

test('a stop kills one that does not end in time, and nothing is started again', async () => {
  const { supervised, deaths } = supervise('trap "" TERM; touch $FOLDER/ready; while :; do sleep 0.05; done');
  await supervised.whenReady(10_000);
  await supervised.stop();
  expect([supervised.pid, deaths]).toEqual([undefined, []]);
});

test('a stop during the pause before a new start ends the matter', async () => {
  const { supervised, deaths } = supervise('exit 1');
  while (deaths.length === 0) await sleep(10);
  await supervised.stop();
  await sleep(backoff(1) + 200);
  expect(supervised.pid).toBeUndefined();
});

test('its output is passed on', async () => {
  const { supervised, lines } = supervise('echo out; echo err >&2; touch $FOLDER/ready; sleep 60');
  await supervised.whenReady(10_000);
  while (lines.length < 2) await sleep(10);
  expect(lines.sort()).toEqual(['err', 'out']);
});

test('it ends when the supervisor is killed', async () => {
  writeFileSync(
    join(folder, 'supervisor.ts'),
    `import { SupervisedProcess } from ${JSON.stringify(join(import.meta.dirname, 'supervised-process.ts'))};
     const spec = { name: 'app', file: 'sleep', args: ['60'], isReady: async () => true, stopSignal: 'SIGTERM' as const, stopWithin: 500 };
     const app = new SupervisedProcess(spec, { write() {}, follow() {} }, { onChange() {}, onDeath() {}, onGivenUp() {} });
     app.start();
     setTimeout(() => { console.log(app.pid); process.kill(process.pid, 'SIGKILL'); }, 500);`,
  );
  const tsx = join(import.meta.dirname, '..', '..', 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { stdout } = spawnSync(process.execPath, [tsx, join(folder, 'supervisor.ts')], { encoding: 'utf8' });
  const pid = Number(stdout);
  expect(pid).toBeGreaterThan(1);
  while (startOf(pid) !== undefined) await sleep(20);
});
