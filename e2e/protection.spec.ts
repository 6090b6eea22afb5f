// What an attacker would try: to be somebody else, to be sent elsewhere, to get past Nginx.

import { createServer } from 'node:http';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { type Stack, startStack } from './support/stack';
import { expect, test } from './support/test';
import { ask, askRaw } from './support/visitor';

const forgeries: Record<string, string | string[]>[] = [
  { 'X-Real-IP': '127.0.0.21' },
  { 'x-real-ip': ['127.0.0.21', '127.0.0.21'] },
  { 'X-Forwarded-For': '127.0.0.21' },
  { 'X-Forwarded-For': '127.0.0.21, 127.0.0.66' },
  { Forwarded: 'for=127.0.0.21' },
  { X_Real_IP: '127.0.0.21' },
  { 'True-Client-IP': '127.0.0.21', 'CF-Connecting-IP': '127.0.0.21', 'X-Client-IP': '127.0.0.21' },
  { 'X-Sluice-Secret': 'guess', 'X-Sluice-User': 'admin' },
  { 'X-Middleware-Subrequest': 'middleware:middleware:middleware:middleware:middleware' },
  { 'X-Middleware-Subrequest': 'src/middleware:src/middleware', 'X-Middleware-Next': '1' },
  { 'X-Middleware-Rewrite': '/healthz', 'X-Middleware-Prefetch': '1', 'X-Nextjs-Data': '1' },
  { 'Next-Resume': '1', 'X-Matched-Path': '/healthz', 'X-Invoke-Path': '/healthz' },
  { Connection: 'close, X-Real-IP, X-Sluice-Secret' },
];

test('through Nginx, no header makes a visitor somebody else', async ({ demo }) => {
  for (const headers of forgeries) {
    const answer = await ask('127.0.0.66', `${demo.url}/`, { headers });
    expect([headers, answer.status]).toEqual([headers, 403]);
    expect(answer.body).toContain('Access from this address is blocked.');
    expect(answer.body).toContain('127.0.0.66');
  }
});

test('past Nginx, on the portal’s own port, nobody is believed', async ({ demo }) => {
  for (const headers of [{}, ...forgeries]) {
    const answer = await ask('127.0.0.21', `http://127.0.0.1:${demo.portalPort}/`, { headers });
    expect([headers, answer.status, answer.headers.location]).toEqual([headers, 403, undefined]);
  }
  const event = await demo.db.accessEvent.findFirst({ where: { reason: 'UNKNOWN_CLIENT' } });
  expect(event).toMatchObject({ outcome: 'deny', address: null, target: null });
});

test('with the secret, an address that is not plainly one is denied all the same', async ({ demo }) => {
  const secret = demo.variables.PROXY_SECRET ?? '';
  const portal = `http://127.0.0.1:${demo.portalPort}/`;
  const visit = (address: string | string[]) =>
    ask('127.0.0.1', portal, { headers: { 'X-Sluice-Secret': secret, 'X-Real-IP': address } });
  expect((await visit('127.0.0.21')).status).toBe(302);
  expect((await visit('::ffff:127.0.0.21')).status).toBe(302);
  const odd = [
    '127.0.0.021',
    '127.1',
    '0x7f000015',
    '2130706453',
    '127.0.0.21:80',
    '[::1]',
    '::1%lo',
    ' ',
    '127.0.0.21,127.0.0.21',
    'localhost',
    '１２７.0.0.21',
  ];
  for (const address of odd.slice(0, -1))
    expect([address, (await visit(address)).status]).toEqual([address, 403]);
  expect((await visit(['127.0.0.21', '127.0.0.21'])).status).toBe(403);
});

test('the portal listens on loopback only', async ({ demo }) => {
  const { networkInterfaces } = await import('node:os');
  const outside = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid);
  for (const { address } of outside) {
    const url = `http://${address.includes(':') ? `[${address}]` : address}:${demo.portalPort}/healthz`;
    await expect(fetch(url)).rejects.toThrow();
  }
  expect((await ask('127.0.0.1', `http://127.0.0.1:${demo.portalPort}/healthz`)).status).toBe(200);
});

test('the Host header chooses among this machine’s own names and nothing else', async ({ demo }) => {
  const withHost = (host: string) => ask('127.0.0.21', demo.url, { headers: { Host: host } });
  expect((await withHost('evil.example')).body).toContain('PUBLIC_HOSTS');
  expect((await withHost(`localhost:${demo.httpPort}`)).headers.location).toBe(
    `http://localhost:${demo.appPort}/`,
  );
  for (const host of [
    'evil.example',
    `evil.example:${demo.httpPort}`,
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '8.8.8.8',
    'localhost@evil.example',
  ]) {
    const answer = await withHost(host);
    expect([host, [400, 421].includes(answer.status), answer.headers.location]).toEqual([
      host,
      true,
      undefined,
    ]);
  }
});

test('an absolute request line, a missing Host and two lengths get nobody anywhere', async ({ demo }) => {
  const port = demo.httpPort;
  const absolute = await askRaw(
    '127.0.0.21',
    port,
    'GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
  );
  expect(absolute).toMatch(/^HTTP\/1\.1 4/);
  expect(absolute).not.toMatch(/location:/i);
  expect(await askRaw('127.0.0.21', port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 400/,
  );
  const smuggled =
    'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /go/sales HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  expect(await askRaw('127.0.0.66', port, smuggled)).not.toMatch(/HTTP\/1\.1 302/);
  expect(
    await askRaw('127.0.0.21', port, 'TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'),
  ).toMatch(/^HTTP\/1\.1 405/);
});

test('the language switch leads back to this site only', async ({ demo }) => {
  const from = (text: string) => ask('127.0.0.1', `${demo.url}/language/ko?from=${encodeURIComponent(text)}`);
  expect(await from('/go/sales?x=1')).toMatchObject({ status: 303, headers: { location: '/go/sales?x=1' } });
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'http://evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '',
    '/..//evil.example',
  ]) {
    const { location } = (await from(elsewhere)).headers;
    expect([elsewhere, new URL(location ?? '', demo.url).origin]).toEqual([elsewhere, demo.url]);
    expect(location).toMatch(/^\/(?![/\\])/);
  }
  expect((await ask('127.0.0.1', `${demo.url}/language/xx?from=/`)).status).toBe(404);
});

test('Next’s image endpoint is closed', async ({ demo }) => {
  const answer = await ask('127.0.0.1', `${demo.url}/_next/image?url=%2Ficon.svg&w=64&q=75`);
  expect(answer.status).toBe(404);
});

test.describe('with PUBLIC_HOSTS and a trusted proxy', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({
      variables: { PUBLIC_HOSTS: 'apps.example.com,127.0.0.1', TRUSTED_PROXIES: '127.0.0.40' },
    });
    // Before the rules name it: found down by its first health check, it would be "unavailable" for a while.
    await listenOn(stack.appPort + UPSTREAM_OFFSET);
    await stack.apply(`
apps: [{ slug: sales, name: Sales, port: ${stack.appPort} }]
ranges: [{ range: 127.0.0.21, apps: [sales] }, { range: 127.0.0.40, label: the proxy, apps: [sales] }]`);
    await expect.poll(async () => (await ask('127.0.0.21', stack.url)).status, { timeout: 10_000 }).toBe(302);
  });
  test.afterAll(() => stack.stop());

  test('an unknown host is dropped without an answer, a known one in odd spelling is not', async () => {
    const withHost = (host: string) => ask('127.0.0.21', stack.url, { headers: { Host: host } });
    for (const host of ['evil.example', 'localhost', '127.0.0.2', 'apps.example.com.evil.example']) {
      await expect(withHost(host)).rejects.toThrow(/socket hang up|ECONNRESET/);
    }
    for (const host of [
      'apps.example.com',
      'APPS.Example.COM',
      'apps.example.com.',
      'apps.example.com:8080',
    ]) {
      const answer = await withHost(host);
      expect([host, answer.headers.location]).toEqual([host, `http://apps.example.com:${stack.appPort}/`]);
    }
  });

  test('only the trusted proxy’s word counts, and only the address nearest to it', async () => {
    const through = (from: string, chain?: string) =>
      ask(from, stack.url, { headers: chain === undefined ? {} : { 'X-Forwarded-For': chain } });
    expect((await through('127.0.0.40', '127.0.0.21')).status).toBe(302);
    expect((await through('127.0.0.40', '127.0.0.21, 127.0.0.66')).status).toBe(403);
    expect((await through('127.0.0.66', '127.0.0.21')).status).toBe(403);
    for (const chain of [undefined, '', 'unknown', '127.0.0.021', 'a, b', '127.0.0.21, x', '127.0.0.40']) {
      expect([chain, (await through('127.0.0.40', chain)).status]).toEqual([chain, 403]);
    }
  });
});

function listenOn(port: number): Promise<void> {
  const server = createServer((_, answer) => answer.end('ok'));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()).unref());
}
