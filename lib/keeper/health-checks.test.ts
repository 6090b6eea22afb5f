import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkHealth } from '@/lib/apps/health-check';
import { HealthFollower } from '@/lib/apps/health-follower';
import { defaultHealthSettings } from '@/lib/apps/health-settings';
import type { RuleApp } from '@/lib/routing/rules';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { freePort } from '@/lib/testing/postgresql-cluster';
import { HealthChecks } from './health-checks';

const app = (fields: Partial<RuleApp> = {}): RuleApp => ({
  ...{ id: 1, slug: 'a', name: 'A', description: '', port: 8501, scheme: null, host: null, path: '/' },
  ...{ upstream: null, guarded: true, enabled: true },
  ...fields,
});

type Answers = Record<string, [status: number, body: string]>;

/** An app that answers what it is told to; every other path, as Streamlit does, with its page. */
async function listening(port: number, answers: Answers, host = '127.0.0.1'): Promise<Server> {
  const server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [200, '<!doctype html><title>App</title>'];
    response.writeHead(status, { connection: 'close' }).end(body);
  }).listen(port, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

const ok: Answers = { '/_stcore/health': [200, 'ok'] };

describe('a copy', () => {
  test('is well when Streamlit says ok, and not by any page it answers', async () => {
    const port = await freePort();
    const place = `127.0.0.1:${port}`;
    expect(await checkHealth(app(), place, 1000)).toEqual({ state: 'down', detail: 'ECONNREFUSED' });
    const server = await listening(port, {});
    expect(await checkHealth(app(), place, 1000)).toMatchObject({
      state: 'down',
      detail: /^HTTP 200, "<!doc/,
    });
    server.close();
    await once(server, 'close');
    await listening(port, { '/_stcore/health': [503, 'ok'] });
    expect(await checkHealth(app(), place, 1000)).toEqual({ state: 'down', detail: 'HTTP 503' });
  });

  test('may have its health below its base path, or not', async () => {
    const [below, above] = [await freePort(), await freePort()];
    await listening(below, { '/sales/_stcore/health': [200, 'ok\n'], '/_stcore/health': [404, ''] });
    await listening(above, ok);
    for (const port of [below, above])
      expect(await checkHealth(app({ path: '/sales/' }), `127.0.0.1:${port}`, 1000)).toMatchObject({
        state: 'up',
      });
  });

  test('that is no Streamlit names its own path', async () => {
    const port = await freePort();
    await listening(port, { '/login': [302, ''], '/broken': [500, ''] });
    const at = (healthPath: string) => checkHealth(app({ healthPath }), `127.0.0.1:${port}`, 1000);
    expect((await at('/login')).state).toBe('up');
    expect(await at('/broken')).toEqual({ state: 'down', detail: 'HTTP 500' });
  });

  test('that accepts and says nothing is down when its time is over', async () => {
    const port = await freePort();
    const silent = createTcpServer(() => {}).listen(port, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    expect(await checkHealth(app(), `127.0.0.1:${port}`, 200)).toEqual({
      state: 'down',
      detail: 'ETIMEDOUT',
    });
  });

  test('on this machine without a guard may listen on IPv6 alone', async () => {
    const port = await freePort();
    await listening(port, ok, '::1');
    expect((await checkHealth(app({ guarded: false }), `localhost:${port}`, 2000)).state).toBe('up');
  });

  test('on another server is down only when that server says so', async () => {
    const elsewhere = app({ host: 'no-such-host.invalid', guarded: false });
    expect((await checkHealth(elsewhere, 'no-such-host.invalid:80', 5000)).state).toBe('unknown');
    const refusing = app({ host: '127.0.0.9', guarded: false });
    expect((await checkHealth(refusing, `127.0.0.9:${await freePort()}`, 1000)).state).toBe('down');
  });
});

describe.each(providers)('the keeper’s health checks on %s', (provider) => {
  async function watched(apps: () => RuleApp[]) {
    const { db } = await freshDatabase(provider);
    const checks = new HealthChecks(db, apps);
    const follower = new HealthFollower(db);
    let now = Date.now();
    return {
      db,
      /** One round, as long after the last that everyone's turn has come again. */
      async round() {
        now += defaultHealthSettings.interval * 1000;
        await checks.round(now);
        await follower.refresh();
        return [...follower.downApps()];
      },
    };
  }

  test('a copy that was never seen is what its first answer says; one that was up falls after two', async () => {
    const port = await freePort();
    const { db, round } = await watched(() => [app({ upstream: `127.0.0.1:${port}` })]);
    expect(await round()).toEqual([1]);
    const server = await listening(port, ok);
    expect(await round()).toEqual([]);
    server.close();
    await once(server, 'close');
    expect(await round()).toEqual([]);
    expect(await round()).toEqual([1]);
    const events = await db.healthEvent.findMany({ orderBy: { id: 'asc' } });
    expect(events.map(({ state, detail }) => [state, detail])).toEqual([
      ['down', 'ECONNREFUSED'],
      ['up', ''],
      ['down', 'ECONNREFUSED'],
    ]);
  });

  test('an app is up while one of its copies is, and what is gone is forgotten', async () => {
    const [one, other] = [await freePort(), await freePort()];
    await listening(one, ok);
    let apps = [app({ upstream: `127.0.0.1:${one}, 127.0.0.1:${other}` })];
    const { db, round } = await watched(() => apps);
    expect(await round()).toEqual([]);
    expect(await db.appHealth.count({ where: { state: 'down' } })).toBe(1);
    apps = [app({ upstream: `127.0.0.1:${other}` })];
    expect(await round()).toEqual([1]);
    apps = [app({ enabled: false })];
    expect(await round()).toEqual([]);
    expect(await db.appHealth.count()).toBe(0);
  });

  test('how often and how many times can be set', async () => {
    const port = await freePort();
    const { db, round } = await watched(() => [app({ upstream: `127.0.0.1:${port}` })]);
    await db.setting.create({
      data: { name: 'health', value: JSON.stringify({ interval: 1, timeout: 1, rise: 2, fall: 'nonsense' }) },
    });
    expect(await round()).toEqual([1]);
    await listening(port, ok);
    expect(await round()).toEqual([1]);
    expect(await round()).toEqual([]);
  });

  test('the next keeper goes on from what the one before knew', async () => {
    const port = await freePort();
    const server = await listening(port, ok);
    const { db, round } = await watched(() => [app({ upstream: `127.0.0.1:${port}` })]);
    await round();
    server.close();
    await once(server, 'close');
    const next = new HealthChecks(db, () => [app({ upstream: `127.0.0.1:${port}` })]);
    await next.round();
    expect(await db.appHealth.findFirst()).toMatchObject({ state: 'up' });
    expect(await db.healthEvent.count()).toBe(1);
  });
});
