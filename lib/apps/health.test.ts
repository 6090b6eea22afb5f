import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { RuleApp } from '@/lib/routing/rules';
import { freePort } from '@/lib/testing/postgresql-cluster';
import { HealthWatch } from './health';

const app = (port: number, fields: Partial<RuleApp> = {}): RuleApp => ({
  ...{
    id: 1,
    slug: 'a',
    name: 'A',
    description: '',
    port,
    scheme: null,
    host: null,
    path: '/',
    upstream: null,
    guarded: true,
    enabled: true,
  },
  ...fields,
});

async function listening(port: number, host: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).listen(port, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

async function isDown(watch: HealthWatch): Promise<boolean> {
  await watch.check();
  return watch.downApps().has(1);
}

test('an app that was never there is down at once; one that was, after two refusals; one that is back, at once', async () => {
  const port = await freePort();
  const watch = new HealthWatch(() => [app(port)]);
  expect(watch.downApps().size).toBe(0);
  expect(await isDown(watch)).toBe(true);
  const server = await listening(port, '127.0.0.1');
  expect(await isDown(watch)).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await isDown(watch)).toBe(false);
  expect(await isDown(watch)).toBe(true);
  await listening(port, '127.0.0.1');
  expect(await isDown(watch)).toBe(false);
});

test('an app that listens on IPv6 alone is up', async () => {
  const port = await freePort();
  await listening(port, '::1');
  expect(await isDown(new HealthWatch(() => [app(port)]))).toBe(false);
});

test('an app on another server is down only when that server refuses', async () => {
  const port = await freePort();
  expect(await isDown(new HealthWatch(() => [app(port, { host: '127.0.0.9' })]))).toBe(true);
  expect(await isDown(new HealthWatch(() => [app(port, { host: 'no-such-host.invalid' })]))).toBe(false);
});

test('a disabled app is not asked, and one that is gone is forgotten', async () => {
  const port = await freePort();
  let apps = [app(port)];
  const watch = new HealthWatch(() => apps);
  expect(await isDown(watch)).toBe(true);
  apps = [app(port, { enabled: false })];
  expect(await isDown(watch)).toBe(false);
});
