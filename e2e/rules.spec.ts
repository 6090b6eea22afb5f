// Rules from the command line reach a running portal, and the command line explains what the portal does.

import { createServer } from 'node:http';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { oneApp } from './support/rules';
import { expect, test } from './support/test';
import { ask } from './support/visitor';

test('a running portal follows applied rules within a second', async ({ stack }) => {
  const { apply, appPort, url } = await stack();
  const app = createServer((_, answer) => answer.end('ok')).listen(appPort + UPSTREAM_OFFSET, '127.0.0.1');
  expect((await ask('127.0.0.21', url)).status).toBe(403);
  await apply(oneApp(appPort));
  await expect.poll(async () => (await ask('127.0.0.21', url)).status, { timeout: 3000 }).toBe(302);
  await apply(oneApp(appPort, '  - { range: 127.0.0.20/31, label: Wider, effect: deny }'));
  expect((await ask('127.0.0.21', url)).status).toBe(302);
  await apply(oneApp(appPort).replace('apps: [sales] }', 'apps: [sales], enabled: false }'));
  await expect.poll(async () => (await ask('127.0.0.21', url)).status, { timeout: 3000 }).toBe(403);
  app.close();
});

test('an app that is not up yet is said to be unavailable, and opens by itself once it is', async ({
  stack,
  visitFrom,
}) => {
  const { apply, appPort, url } = await stack();
  await apply(oneApp(appPort));
  await expect.poll(async () => (await ask('127.0.0.21', url)).status, { timeout: 10_000 }).toBe(503);
  const page = await visitFrom('127.0.0.21');
  const response = await page.goto(url);
  expect(response?.status()).toBe(503);
  expect(Number(await response?.headerValue('retry-after'))).toBeGreaterThan(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Sales dashboard is not answering right now.',
  );
  const app = createServer(({ url }, answer) =>
    answer.setHeader('content-type', 'text/html').end(url === '/_stcore/health' ? 'ok' : '<h1>I am up</h1>'),
  );
  app.listen(appPort + UPSTREAM_OFFSET, '127.0.0.1');
  await expect(page.getByRole('heading', { name: 'I am up' })).toBeVisible({ timeout: 20_000 });
  app.close();
});

test('resolve says what the portal decides', async ({ demo }) => {
  const addresses = [
    '127.0.0.1',
    '::1',
    '127.0.0.21',
    '127.0.0.31',
    '127.0.0.65',
    '127.0.0.66',
    '127.0.0.77',
    '127.0.0.99',
  ];
  for (const address of addresses) {
    const { stdout } = await demo.sluice('resolve', address, '--json');
    const resolved = JSON.parse(stdout);
    expect(Object.keys(resolved)).toEqual([
      'address',
      'outcome',
      'reason',
      'range',
      'user',
      'apps',
      'target',
    ]);
    const url = address.includes(':') ? `http://[::1]:${demo.httpPort}/` : demo.url;
    const { status } = await ask(address, url);
    expect([address, status]).toEqual([
      address,
      { redirect: 302, choose: 200, deny: 403 }[resolved.outcome as string],
    ]);
  }
});
