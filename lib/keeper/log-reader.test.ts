// Nginx's log is read in: line by line once, whatever happens to file, reader and database.

import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Database } from '@/lib/db';
import { homeDir } from '@/lib/env';
import {
  ask,
  freePorts,
  modelFor,
  sendRaw,
  startNginx,
  startUpstream,
  temporaryFolder,
} from '@/lib/nginx/nginx-fixture';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { LogReader } from './log-reader';
import { rotateLogs } from './log-rotation';

const folder = temporaryFolder();
// As in an installation: Nginx's workers open their logs themselves, as another account.
chmodSync(folder.path, 0o755);
afterAll(() => folder.remove());

let files = 0;
let lines = 0;
const newPath = () => join(folder.path, `log-${++files}`, 'access.log');

/** A line of a refusal, each of an address of its own, so that none is too many. */
function line(fields: object = {}): string {
  const i = ++lines;
  const moment = new Date(Date.UTC(2026, 10, 1) + i * 1000).toISOString().replace('Z', '+00:00');
  const address = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
  const all = {
    time: moment,
    request_id: `r${i}`,
    address,
    method: 'GET',
    host: 'x',
    path: `/${i}`,
    status: 444,
  };
  return `${JSON.stringify({ ...all, upstream_seconds: '', user_agent: 'a', ...fields })}\n`;
}
const someLines = (count: number) => Array.from({ length: count }, () => line());
const idsIn = (texts: readonly string[]) =>
  texts.map((text) => (JSON.parse(text) as { request_id: string }).request_id);

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; !(await what()); i++) {
    if (i > 600) throw new Error('it did not become true');
    await sleep(50);
  }
}

const recorded = async (db: Database) =>
  (await db.accessEvent.findMany({ orderBy: { id: 'asc' } })).map(({ requestId }) => requestId);

function reading(url: string, path: string): LogReader {
  const reader = new LogReader({ databaseUrl: url, path, slugs: () => new Map([[3, 'sales']]) });
  reader.start();
  onTestFinished(() => reader.stop());
  return reader;
}

function logOf(text: string): string {
  const path = newPath();
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe.each(providers)('on %s', (provider) => {
  test('refusals become events once, in pieces, with half lines, damaged lines and restarts', async () => {
    const { db, url } = await freshDatabase(provider);
    const first = someLines(1200);
    const path = logOf(first.join('') + line({ status: 200 }) + first[5]);
    const reader = reading(url, path);
    await until(async () => (await db.accessEvent.count()) === 1200);
    const [whole, half, after] = someLines(3) as [string, string, string];
    appendFileSync(path, whole + half.slice(0, 60));
    await until(async () => (await db.accessEvent.count()) === 1201);
    await reader.stop();
    const next = reading(url, path);
    appendFileSync(path, half.slice(60));
    appendFileSync(path, `damaged\n${'x'.repeat(600_000)}\n${after}`);
    await until(async () => (await db.accessEvent.count()) === 1203);
    expect(await recorded(db)).toEqual(idsIn([...first, whole, half, after]));
    expect(next.counts).toMatchObject({ refusals: 2, leftOut: 0 });
    expect(next.counts.damaged).toBeGreaterThanOrEqual(2);
    // What was read before the restart was not read again.
    expect(next.counts.lines).toBeLessThan(10);
  });
});

test('a reader that is killed again and again loses and doubles nothing', async () => {
  const { db, url } = await freshDatabase('sqlite');
  const texts = someLines(6000);
  const path = logOf(texts.slice(0, 3000).join(''));
  for (let round = 1; round <= 2; round++) {
    const script = join(homeDir, 'lib', 'testing', 'reading-process.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, url, path], { cwd: homeDir });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const before = await db.accessEvent.count();
    await until(async () => (await db.accessEvent.count()) > before);
    child.kill('SIGKILL');
    await ended;
    if (round < 2) appendFileSync(path, texts.slice(round * 3000, (round + 1) * 3000).join(''));
  }
  reading(url, path);
  await until(async () => (await db.accessEvent.count()) >= texts.length);
  expect(await recorded(db)).toEqual(idsIn(texts));
});

describe('a log that is rotated', () => {
  const rename = (path: string, created: string) => {
    if (existsSync(`${path}.1`)) renameSync(`${path}.1`, `${path}.2`);
    renameSync(path, `${path}.1`);
    writeFileSync(path, created);
  };

  test('while it is followed is read to its end, late lines included, and then the new one', async () => {
    const { db, url } = await freshDatabase('sqlite');
    const texts = someLines(6);
    const path = logOf(texts[0]!);
    const reader = reading(url, path);
    await until(async () => (await db.accessEvent.count()) === 1);
    appendFileSync(path, texts[1]!);
    rename(path, texts[3]!);
    appendFileSync(`${path}.1`, texts[2]!);
    await until(async () => (await db.accessEvent.count()) === 4);
    rename(path, texts[4]!);
    rename(path, texts[5]!);
    await until(async () => (await db.accessEvent.count()) === 6);
    expect(await recorded(db)).toEqual(idsIn(texts));
    await until(() => reader.isUpToDate());
    expect(reader.counts.damaged).toBe(0);
  });

  test('while nobody read it is found, twice rotated and with its inode used again', async () => {
    const { db, url } = await freshDatabase('sqlite');
    const texts = someLines(5);
    const path = logOf(texts[0]!);
    const reader = reading(url, path);
    await until(async () => (await db.accessEvent.count()) === 1);
    await reader.stop();
    appendFileSync(path, texts[1]!);
    rename(path, texts[2]!);
    await sleep(20);
    rename(path, texts[3]! + texts[4]!);
    const next = reading(url, path);
    await until(async () => (await db.accessEvent.count()) === 5);
    expect(await recorded(db)).toEqual(idsIn(texts));
    expect(next.counts.lines).toBe(4);
  });

  test('by copy and truncation is finished in the copy', async () => {
    const { db, url } = await freshDatabase('sqlite');
    const texts = someLines(6);
    const path = logOf(texts[0]!);
    const reader = reading(url, path);
    await until(async () => (await db.accessEvent.count()) === 1);
    await reader.stop();
    appendFileSync(path, texts[1]!);
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    appendFileSync(path, texts[2]! + texts[3]! + texts[4]!);
    reading(url, path);
    await until(async () => (await db.accessEvent.count()) === 5);
    copyFileSync(path, `${path}.2`);
    truncateSync(path);
    appendFileSync(path, texts[5]!);
    await until(async () => (await db.accessEvent.count()) === 6);
    expect(await recorded(db)).toEqual(idsIn(texts));
  });

  test('that is deleted, or not there yet, is waited for', async () => {
    const { db, url } = await freshDatabase('sqlite');
    const [first, second] = someLines(2) as [string, string];
    const path = logOf('');
    rmSync(path);
    reading(url, path);
    await sleep(600);
    writeFileSync(path, first);
    await until(async () => (await db.accessEvent.count()) === 1);
    rmSync(path);
    await sleep(600);
    writeFileSync(path, second);
    await until(async () => (await db.accessEvent.count()) === 2);
    expect(await recorded(db)).toEqual(idsIn([first, second]));
  });
});

test('what a real Nginx refuses becomes events, also while its logs are rotated under load; the portal’s answers do not', async () => {
  const { db, url } = await freshDatabase('sqlite');
  const [httpPort, portalPort] = (await freePorts(2)) as [number, number];
  const upstream = await startUpstream(portalPort, (request, response) => {
    if (request.url !== '/refused-by-the-portal') return false;
    response.writeHead(405).end();
    return true;
  });
  const model = modelFor(join(folder.path, 'nginx'), {
    httpPort,
    portalUpstreams: [`127.0.0.1:${portalPort}`],
    publicHosts: ['localhost'],
  });
  const nginx = await startNginx(model);
  onTestFinished(async () => {
    await nginx.stop();
    await upstream.stop();
  });
  const reader = reading(url, model.paths.accessLog);

  const from = (i: number) => `127.0.${i >> 8}.${i & 255 || 1}`;
  await ask({ port: httpPort, from: '127.0.0.11', headers: [['Host', 'evil.example']] }).catch(
    () => undefined,
  );
  await ask({ port: httpPort, from: '127.0.0.12', method: 'TRACE' });
  await ask({ port: httpPort, from: '127.0.0.13', method: 'POST', body: 'x'.repeat(2_000_000) }).catch(
    () => undefined,
  );
  await ask({ port: httpPort, from: '127.0.0.14', path: `/${'x'.repeat(9000)}` }).catch(() => undefined);
  await ask({ port: httpPort, from: '127.0.0.15', path: '/refused-by-the-portal' });
  await ask({ port: httpPort, from: '127.0.0.16' });
  await sendRaw(httpPort, 'this is no request\r\n\r\n');
  await sendRaw(httpPort, 'GET / HTTP/1.1\r\nHost: local host\r\n\r\n');
  await until(async () => (await db.accessEvent.count()) >= 6);
  const reasons = await db.accessEvent.findMany({ select: { address: true, reason: true, host: true } });
  const of = (address: string) =>
    reasons.filter((event) => event.address === address).map(({ reason }) => reason);
  expect(of('127.0.0.11')).toEqual(['UNKNOWN_HOST']);
  expect(of('127.0.0.12')).toEqual(['METHOD_REFUSED']);
  expect(of('127.0.0.13')).toEqual(['TOO_LARGE']);
  expect(of('127.0.0.1')).toEqual(['BAD_REQUEST', 'BAD_REQUEST']);
  expect([...of('127.0.0.15'), ...of('127.0.0.16')]).toEqual([]);
  expect(reasons.find(({ reason }) => reason === 'UNKNOWN_HOST')?.host).toBe('evil.example');

  const before = await db.accessEvent.count();
  const files = {
    paths: [model.paths.accessLog],
    pidFile: join(model.paths.prefix, 'nginx.pid'),
    size: 20_000,
  };
  let rotations = 0;
  const rotating = (async () => {
    while (rotations < 3) {
      if (await rotateLogs(files)) rotations++;
      await sleep(300);
    }
  })();
  let sent = 0;
  while (rotations < 3) {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        ask({
          port: httpPort,
          from: from(512 + (sent++ % 20_000)),
          headers: [['Host', 'evil.example']],
        }).catch(() => undefined),
      ),
    );
  }
  await rotating;
  await until(async () => (await db.accessEvent.count()) >= before + Math.min(sent, 2900));
  await until(() => reader.isUpToDate());
  const logs = ['', '.1', '.2', '.3'].map((end) => readFileSync(model.paths.accessLog + end, 'utf8'));
  const logged = logs
    .flatMap((text) => text.trim().split('\n'))
    .filter((text) => text.includes('"host":"evil.example"'));
  expect(logged.length).toBe(sent + 1);
  expect((await db.accessEvent.count()) - before + reader.counts.leftOut).toBe(sent);
  expect(reader.counts.damaged).toBe(0);
});
