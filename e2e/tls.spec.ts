// A Sluice that speaks TLS, with the certificate that its own command makes.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { hashPassword } from '@/lib/auth/password';
import { PASSWORD, signInOn } from './support/administrator';
import { type Stack, startStack } from './support/stack';
import { test as base, expect } from './support/test';
import { ask } from './support/visitor';

type Secure = Stack & { httpsUrl: string };

const bin = join(import.meta.dirname, '..', 'bin', 'sluice');

const test = base.extend<object, { secure: Secure }>({
  secure: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
    async ({}, use) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'sluice-e2e-tls-'));
      const secret = randomBytes(24).toString('base64url');
      const env = { ...process.env, DATA_DIR: dataDir, PROXY_SECRET: secret, AUTH_SECRET: secret };
      await promisify(execFile)(bin, ['tls', 'self-signed'], { env });
      const stack = await startStack({ dataDir, variables: { HSTS: '300' } });
      const app = createServer((_, answer) => answer.end('ok'));
      app.listen(stack.appPort + UPSTREAM_OFFSET, '127.0.0.1');
      await stack.apply(`
apps:
  - { slug: sales, name: Sales dashboard, port: ${stack.appPort} }
  - { slug: spare, name: Spare, port: ${stack.appPort + 1} }
users:
  - { email: alice@example.com, name: Alice Kim, department: Finance, apps: [sales] }
ranges:
  - { range: 127.0.0.0/8, label: This machine, apps: [sales] }
`);
      const account = { create: { role: 'admin' as const, passwordHash: await hashPassword(PASSWORD) } };
      await stack.db.user.create({ data: { email: 'ada@example.com', name: 'Ada Admin', account } });
      await use({ ...stack, httpsUrl: `https://127.0.0.1:${stack.variables.HTTPS_PORT}` });
      app.close();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

/** One request over TLS, from an address; nobody vouches for the certificate. */
function askOverTls(from: string, url: string, method = 'GET') {
  return new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const options = { method, localAddress: from, rejectUnauthorized: false, agent: false };
    const outgoing = request(url, options, (incoming) => {
      incoming
        .resume()
        .on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers }));
    });
    outgoing.on('error', reject).end();
  });
}

test('a visitor who types no scheme lands over TLS, at an app that speaks it, too', async ({ secure }) => {
  const { url, httpsUrl, appPort } = secure;
  expect(secure.output()).toContain(`${httpsUrl}/`);
  const plain = await ask('127.0.0.21', `${url}/go/sales?a=b`);
  expect([plain.status, plain.headers.location]).toEqual([308, `${httpsUrl}/go/sales?a=b`]);
  expect(plain.headers['strict-transport-security']).toBeUndefined();
  // At first the app may not have been asked for its health again since it was there.
  await expect
    .poll(async () => (await askOverTls('127.0.0.21', `${httpsUrl}/`)).status, { timeout: 20_000 })
    .toBe(302);
  const landed = await askOverTls('127.0.0.21', `${httpsUrl}/`);
  expect([landed.status, landed.headers.location]).toEqual([302, `https://127.0.0.1:${appPort}/`]);
  expect(landed.headers['strict-transport-security']).toBe('max-age=300');
  const elsewhere = await ask('127.0.0.21', url, { headers: { host: 'evil.example' } });
  expect([elsewhere.status, elsewhere.headers.location]).toEqual([421, undefined]);
  expect(await secure.db.accessEvent.count({ where: { target: { startsWith: 'http:' } } })).toBe(0);
});

test('what is only for this machine is not passed on', async ({ secure }) => {
  for (const path of ['/metrics', '/metrics/', '//metrics', '/%6detrics']) {
    expect([path, (await askOverTls('127.0.0.21', secure.httpsUrl + path)).status]).toEqual([path, 404]);
  }
});

test('signed in over TLS: cookies of this host alone, no page that the policy is broken on', async ({
  secure,
  browser,
}) => {
  test.setTimeout(240_000);
  const { httpsUrl, db } = secure;
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
  });
  await signInOn(page, httpsUrl, 'ada@example.com');
  const cookies = await context.cookies();
  const session = cookies.find(({ name }) => name === '__Host-sluice-session');
  expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(cookies.filter(({ secure: isSecure }) => !isSecure)).toEqual([]);

  const [user, app, range] = await Promise.all([
    db.user.findFirstOrThrow({ where: { email: 'alice@example.com' } }),
    db.app.findFirstOrThrow({ where: { slug: 'spare' } }),
    db.ipRange.findFirstOrThrow(),
  ]);
  const pages = [
    ...['', '/apps', '/apps/new', `/apps/${app.id}`, `/apps/${app.id}/edit`],
    ...['/users', '/users/new', `/users/${user.id}`, '/ip-ranges', '/ip-ranges/new', '/ip-ranges/tree'],
    ...[`/ip-ranges/${range.id}`, '/test?address=127.0.0.21', '/audit/visits', '/audit/changes'],
    ...['/import', '/people', '/sessions', '/settings', '/password'],
  ];
  for (const path of pages) {
    const answer = await page.goto(`${httpsUrl}/admin${path}`);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1];
    expect([path, policy.includes("script-src 'self' 'nonce-")]).toEqual([path, true]);
    // The router has taken over: its scripts have run.
    await expect.poll(() => page.evaluate(() => '__next_f' in window)).toBe(true);
    const withoutNonce = await page
      .locator('script')
      .evaluateAll(
        (scripts) => scripts.filter((script) => !script.nonce && !(script as HTMLScriptElement).src).length,
      );
    expect([path, nonce?.length, withoutNonce]).toEqual([path, 24, 0]);
  }
  expect(errors).toEqual([]);
  expect((await page.request.get(`${httpsUrl}/admin`)).headers()).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'strict-transport-security': 'max-age=300',
  });

  // What libraries style when it is needed: a question over the page, and what is said when it is done.
  await page.goto(`${httpsUrl}/admin/apps/${app.id}`);
  await page.getByRole('button', { name: 'Delete' }).first().click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe('hidden');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.locator('[data-sonner-toast]').first()).toBeVisible();
  const toasts = page.locator('[data-sonner-toaster]');
  expect(await toasts.evaluate((list) => getComputedStyle(list).position)).toBe('fixed');
  expect(errors).toEqual([]);
  await context.close();
});
