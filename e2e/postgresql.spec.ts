// The same product on PostgreSQL, with a real server that goes away and comes back.

import { createServer } from 'node:http';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { type Cluster, startCluster } from '@/lib/testing/postgresql-cluster';
import { oneApp } from './support/rules';
import { expect, test } from './support/test';
import { ask } from './support/visitor';

let cluster: Cluster;
test.beforeAll(async () => {
  cluster = await startCluster();
});
test.afterAll(() => cluster.stop());

test('visitors land and are on record; while the server is away nobody is let in', async ({ stack }) => {
  const DATABASE_URL = cluster.url('postgres');
  const { apply, appPort, db, url } = await stack({ variables: { DATABASE_URL } });
  const app = createServer((_, answer) => answer.end('ok')).listen(appPort + UPSTREAM_OFFSET, '127.0.0.1');
  await apply(oneApp(appPort));
  await expect.poll(async () => (await ask('127.0.0.21', url)).status, { timeout: 10_000 }).toBe(302);
  const answer = await ask('127.0.0.21', url);
  const event = await db.accessEvent.findFirstOrThrow({
    where: { requestId: String(answer.headers['x-request-id']) },
  });
  expect(event).toMatchObject({
    address: '127.0.0.21',
    outcome: 'redirect',
    appSlug: 'sales',
    rangeLabel: 'Desk',
  });

  const recorded = await db.accessEvent.count();
  await cluster.pause();
  const refused = await ask('127.0.0.21', url);
  expect([refused.status, refused.headers.location]).toEqual([503, undefined]);
  const ready = await ask('127.0.0.1', `${url}/readyz`);
  expect([ready.status, JSON.parse(ready.body).not.database]).toEqual([503, 'UNREACHABLE']);

  await cluster.resume();
  await expect.poll(async () => (await ask('127.0.0.21', url)).status, { timeout: 10_000 }).toBe(302);
  expect(await db.accessEvent.count()).toBeGreaterThan(recorded);
  app.close();
});
