// Every decision for a visitor is on record before the visitor has the answer.

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { oneApp } from './support/rules';
import { expect, test } from './support/test';
import { ask } from './support/visitor';

test('a visit is on record, whole, with Nginx’s request id', async ({ demo }) => {
  const userAgent = `Probe/1.0 ${'x'.repeat(600)}`;
  const answer = await ask('127.0.0.31', `${demo.url}/go/energy?token=secret`, {
    headers: { 'User-Agent': userAgent },
  });
  const requestId = String(answer.headers['x-request-id']);
  const event = await demo.db.accessEvent.findFirstOrThrow({ where: { requestId } });
  expect(event).toMatchObject({
    ...{ address: '127.0.0.31', outcome: 'redirect', reason: 'REQUESTED_APP', rangeLabel: '설비관리실' },
    ...{
      userEmail: 'junho.lee@example.com',
      appSlug: 'energy',
      target: `http://127.0.0.1:${demo.appPort + 1}/`,
    },
    ...{ host: '127.0.0.1', path: '/go/energy' },
  });
  expect(event.userAgent).toHaveLength(512);
  expect(Math.abs(event.at.getTime() - Date.now())).toBeLessThan(30_000);
  const log = () => readFileSync(join(demo.dataDir, 'nginx', 'access.log'), 'utf8');
  // Nginx writes its log in blocks, at the latest after some seconds.
  await expect.poll(log, { timeout: 15_000 }).toContain(requestId);
  const line = log()
    .split('\n')
    .find((text) => text.includes(requestId));
  expect(JSON.parse(line ?? '')).toMatchObject({ status: 302 });
  expect(log()).not.toContain('token=secret');
});

test('denied visitors, choosers and whoami are on record too', async ({ demo }) => {
  const expected = [
    ['127.0.0.66', '/', 'deny', 'RANGE_DENIES'],
    ['127.0.0.77', '/', 'deny', 'NO_RANGE'],
    ['127.0.0.1', '/', 'choose', 'CHOICE'],
    ['127.0.0.31', '/go/sales', 'deny', 'APP_NOT_GRANTED'],
    ['127.0.0.21', '/whoami', 'redirect', 'FIRST_APP'],
  ] as const;
  for (const [address, path, outcome, reason] of expected) {
    const { headers } = await ask(address, demo.url + path);
    const event = await demo.db.accessEvent.findFirstOrThrow({
      where: { requestId: String(headers['x-request-id']) },
    });
    expect(event).toMatchObject({ address, path, outcome, reason });
  }
});

test('required: while nothing can be recorded nobody is let in, and told so; afterwards all is well', async ({
  stack,
}) => {
  const { apply, appPort, db, url } = await stack();
  // There before the rules say so: the first to look must not find it down.
  const app = createServer((_, answer) => answer.end('ok')).listen(appPort + UPSTREAM_OFFSET, '127.0.0.1');
  await apply(oneApp(appPort));
  await expect.poll(async () => (await ask('127.0.0.21', url)).status, { timeout: 10_000 }).toBe(302);
  const before = await db.accessEvent.count();
  await db.$executeRawUnsafe('ALTER TABLE "AccessEvent" RENAME TO "Away"');
  for (const path of ['/', '/go/sales', '/whoami']) {
    const refused = await ask('127.0.0.21', url + path);
    expect([path, refused.status, refused.headers.location]).toEqual([path, 503, undefined]);
    expect(refused.body).toContain('could not be recorded');
  }
  const ready = await ask('127.0.0.1', `${url}/readyz`);
  expect([ready.status, JSON.parse(ready.body)]).toEqual([
    503,
    { ok: false, not: { recording: 'NOT_MIGRATED' } },
  ]);
  await db.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "AccessEvent"');
  expect((await ask('127.0.0.21', url)).status).toBe(302);
  expect((await ask('127.0.0.1', `${url}/readyz`)).status).toBe(200);
  expect(await db.accessEvent.count()).toBe(before + 1);
  app.close();
});

test('best-effort: visitors land while the database is away, and their visits are written in later, once', async ({
  stack,
}) => {
  const { apply, appPort, dataDir, db, url } = await stack({ variables: { ACCESS_LOG: 'best-effort' } });
  // There before the rules say so: the first to look must not find it down.
  const app = createServer((_, answer) => answer.end('ok')).listen(appPort + UPSTREAM_OFFSET, '127.0.0.1');
  await apply(oneApp(appPort));
  await expect.poll(async () => (await ask('127.0.0.21', url)).status, { timeout: 10_000 }).toBe(302);
  await db.$executeRawUnsafe('ALTER TABLE "AccessEvent" RENAME TO "Away"');
  const ids: string[] = [];
  for (let i = 0; i < 10; i++) {
    const answer = await ask('127.0.0.21', url);
    expect(answer.status).toBe(302);
    ids.push(String(answer.headers['x-request-id']));
  }
  await db.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "AccessEvent"');
  const recorded = () =>
    db.accessEvent.findMany({ where: { requestId: { in: ids } }, orderBy: { id: 'asc' } });
  await expect.poll(async () => (await recorded()).length, { timeout: 10_000 }).toBe(10);
  expect((await recorded()).map(({ requestId }) => requestId)).toEqual(ids);
  expect(existsSync(join(dataDir, 'spool', 'access.jsonl'))).toBe(false);
  app.close();
});
