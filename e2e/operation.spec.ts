// Starting, stopping and being hit, as the operator of the server sees it.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@/lib/testing/postgresql-cluster';
import { startStack } from './support/stack';
import { expect, test } from './support/test';
import { ask } from './support/visitor';

test('health and readiness say what is so', async ({ demo }) => {
  expect(JSON.parse((await ask('127.0.0.1', `${demo.url}/healthz`)).body)).toEqual({ ok: true });
  expect(JSON.parse((await ask('127.0.0.1', `${demo.url}/readyz`)).body)).toEqual({ ok: true });
});

test('being told to stop, it answers those who have asked, and leaves nothing behind', async () => {
  const stack = await startStack();
  const asked = Array.from({ length: 40 }, (_, i) => ask(`127.0.0.${i + 100}`, stack.url));
  await Promise.race(asked);
  stack.kill('SIGTERM');
  for (const { status } of await Promise.all(asked)) expect(status).toBe(403);
  expect(await stack.exited).toBe(0);
  expect(await stack.db.accessEvent.count()).toBe(40);
  for (const port of [stack.httpPort, stack.portalPort]) {
    await expect(ask('127.0.0.1', `http://127.0.0.1:${port}/healthz`)).rejects.toThrow(/ECONNREFUSED/);
  }
  await stack.stop();
});

test('a portal that is killed comes back, and every answered visit is on record', async ({ stack }) => {
  const { dataDir, db, url } = await stack();
  const answered: string[] = [];
  let killed = false;
  const visitor = async (i: number) => {
    for (let visits = 0; visits < 400 && !killed; visits++) {
      const answer = await ask(`127.0.1.${i}`, url).catch(() => null);
      if (answer?.status === 403) answered.push(String(answer.headers['x-request-id']));
    }
  };
  const visitors = [1, 2, 3, 4, 5, 6].map(visitor);
  await expect.poll(() => answered.length).toBeGreaterThan(50);
  const { children } = JSON.parse(readFileSync(join(dataDir, 'run', 'children.json'), 'utf8')) as {
    children: { name: string; pid: number }[];
  };
  const portal = children.find(({ name }) => name === 'portal');
  process.kill(portal?.pid ?? 0, 'SIGKILL');
  killed = true;
  await Promise.all(visitors);
  const away = await ask('127.0.0.9', url);
  expect([403, 503]).toContain(away.status);
  const kept = new Set(
    (await db.accessEvent.findMany({ select: { requestId: true } })).map(({ requestId }) => requestId),
  );
  expect(answered.filter((id) => !kept.has(id))).toEqual([]);
  await expect.poll(async () => (await ask('127.0.0.9', url)).status, { timeout: 20_000 }).toBe(403);
});

test('a port that is taken is named, with the variable that changes it', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  const start = startStack({ variables: { PORTAL_PORT: String(port) } });
  await expect(start).rejects.toThrow(new RegExp(`Port ${port} is taken.*PORTAL_PORT`));
  other.close();
});

test('every wrong variable is named at once, and nothing is started', async () => {
  const start = startStack({
    variables: {
      HTTP_PORT: '99999',
      ACCESS_LOG: 'maybe',
      PUBLIC_HOSTS: 'http://x',
      TRUSTED_PROXIES: '10.0.0.7/24',
    },
  });
  await expect(start).rejects.toThrow(
    /HTTP_PORT[\s\S]*PUBLIC_HOSTS[\s\S]*TRUSTED_PROXIES[\s\S]*10\.0\.0\.0\/24[\s\S]*ACCESS_LOG/,
  );
});

test('a database of a newer version stops the start, and is not touched', async () => {
  const stack = await startStack();
  await stack.db.$executeRawUnsafe(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "started_at", "applied_steps_count")
     SELECT 'x', 'x', '29990101000000_later', "finished_at", "started_at", 1 FROM "_prisma_migrations" LIMIT 1`,
  );
  stack.kill('SIGTERM');
  await stack.exited;
  await expect(startStack({ dataDir: stack.dataDir })).rejects.toThrow(/newer version/);
  await stack.stop();
});

test('a database that is damaged, locked or no database stops the start and says which', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sluice-e2e-'));
  writeFileSync(join(dataDir, 'sluice.db'), 'this is no database '.repeat(1000));
  await expect(startStack({ dataDir })).rejects.toThrow(/damaged/);
  const DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none';
  await expect(startStack({ dataDir, variables: { DATABASE_URL } })).rejects.toThrow(/cannot be reached/);
  rmSync(dataDir, { recursive: true });
});
