// What the generated configuration does, shown by a real Nginx in front of an upstream that tells what reached it.

import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  freePorts,
  modelFor,
  proxySecret,
  type RunningNginx,
  seen,
  sendRaw,
  startNginx,
  startUpstream,
  temporaryFolder,
  type Upstream,
} from './nginx-fixture';

const folder = temporaryFolder();
const open: RunningNginx[] = [];
let upstream: Upstream;
let portalPort: number;

async function nginx(name: string, fields: Parameters<typeof modelFor>[1] = {}): Promise<RunningNginx> {
  const [httpPort] = await freePorts(1);
  const running = await startNginx(
    modelFor(`${folder.path}/${name}`, { httpPort, portalUpstreams: [`127.0.0.1:${portalPort}`], ...fields }),
  );
  open.push(running);
  return running;
}

beforeAll(async () => {
  [portalPort] = (await freePorts(1)) as [number];
  upstream = await startUpstream(portalPort, (request, response) => {
    const url = request.url ?? '';
    if (url.startsWith('/_next/static/missing')) {
      response.writeHead(404, { 'Cache-Control': 'public, max-age=31536000, immutable' }).end('missing');
    } else if (url.startsWith('/_next/static/')) {
      response
        .writeHead(200, { 'Content-Type': 'text/css', 'Cache-Control': 'no-cache' })
        .end('a{}'.repeat(1000));
    } else if (url.startsWith('/large')) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('x'.repeat(3_000_000));
    } else if (url.startsWith('/redirect')) {
      response
        .writeHead(302, { Location: 'http://portal/elsewhere', 'Content-Type': 'text/html' })
        .end('y'.repeat(5000));
    } else if (url.startsWith('/unavailable')) {
      response
        .writeHead(503, { 'Content-Type': 'text/html', 'Retry-After': '9' })
        .end('the portal’s own page');
    } else return false;
    return true;
  });
});

afterAll(async () => {
  for (const running of open) await running.stop();
  await upstream?.stop();
  folder.remove();
});

describe('with nothing but ports', () => {
  let port: number;
  let running: RunningNginx;
  beforeAll(async () => {
    running = await nginx('plain');
    port = running.port;
  });

  test.each(['127.0.0.1', '127.0.0.21', '127.200.3.4'])('a visitor from %s arrives as that', async (from) => {
    const { headers } = await seen({ port, from });
    expect(headers['x-real-ip']).toEqual([from]);
    expect(headers['x-forwarded-for']).toEqual([from]);
    expect(headers['x-forwarded-proto']).toEqual(['http']);
    expect(headers['x-sluice-secret']).toEqual([proxySecret]);
    expect(headers['x-request-id']?.[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(headers.host).toEqual(['localhost']);
    // Not `close`: the connection to the portal is kept.
    expect(headers.connection).toBeUndefined();
  });

  test('a visitor by IPv6 arrives by IPv6', async () => {
    const { headers } = await seen({ port, to: '::1' });
    expect(headers['x-real-ip']).toEqual(['::1']);
  });

  test('no header that means something to the portal can be sent by a visitor', async () => {
    const names = [
      ...[
        'X-Real-IP',
        'X-Forwarded-For',
        'X-Forwarded-Proto',
        'X-Forwarded-Host',
        'X-Forwarded-Port',
        'Forwarded',
      ],
      ...[
        'X-Sluice-Secret',
        'X-Sluice-Origin',
        'X-Sluice-Anything',
        'X-Request-Id',
        'X-Client-IP',
        'True-Client-IP',
        'CF-Connecting-IP',
      ],
      ...[
        'X-Middleware-Subrequest',
        'x-middleware-rewrite',
        'X-MIDDLEWARE-NEXT',
        'x-middleware-request-x-real-ip',
      ],
      ...[
        'x-middleware-prefetch',
        'x-middleware-invoke',
        'x-middleware-set-cookie',
        'x-middleware-override-headers',
      ],
      ...[
        'x-nextjs-data',
        'next-resume',
        'x-next-resume-state-length',
        'x-matched-path',
        'x-now-route-matches',
      ],
      ...[
        'x-prerender-revalidate',
        'x-action-forwarded',
        'x-original-url',
        'x-rewrite-url',
        'X-HTTP-Method-Override',
      ],
      ...['Proxy', 'Via', 'Expect-Nothing', 'Upgrade', 'TE', 'X_Real_IP', 'x_sluice_secret', 'x.real.ip'],
    ];
    const forged = '6.6.6.6';
    const { headers } = await seen({
      port,
      from: '127.0.0.21',
      headers: [
        ...names.map((name): [string, string] => [name, forged]),
        ...names.map((name): [string, string] => [name.toUpperCase(), forged]),
        ...names.map((name): [string, string] => [name.toLowerCase(), `127.0.0.1, ${forged}`]),
      ],
    });
    expect(JSON.stringify(headers)).not.toContain(forged);
    expect(Object.keys(headers).sort()).toEqual([
      'host',
      'x-forwarded-for',
      'x-forwarded-proto',
      'x-real-ip',
      'x-request-id',
      'x-sluice-origin',
      'x-sluice-secret',
    ]);
    expect(headers['x-real-ip']).toEqual(['127.0.0.21']);
    expect(headers['x-sluice-secret']).toEqual([proxySecret]);
  });

  test('what a browser says arrives', async () => {
    const sent: Record<string, string> = {
      accept: 'text/html',
      'accept-language': 'ko-KR,ko;q=0.9',
      cookie: 'a=1; b=2',
      origin: 'http://localhost',
      referer: 'http://localhost/x',
      'user-agent': 'Mozilla/5.0 "quoted" \\',
      'if-none-match': 'W/"x"',
      rsc: '1',
      'next-action': 'abc',
      'next-router-state-tree': '%5B%5D',
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
    };
    const { headers, bodyBytes, method } = await seen({
      port,
      method: 'POST',
      headers: Object.entries(sent),
      body: '{"a":1}',
    });
    expect(method).toBe('POST');
    expect(bodyBytes).toBe(7);
    for (const [name, value] of Object.entries(sent)) expect(headers[name], name).toEqual([value]);
  });

  test('a static file keeps the address too', async () => {
    await ask({ port, path: '/_next/static/a.css', from: '127.0.0.21', headers: [['X-Real-IP', '6.6.6.6']] });
    expect(upstream.requests.at(-1)?.headers['x-real-ip']).toEqual(['127.0.0.21']);
  });

  test.each([
    [
      'origin form, as it was written',
      'GET //a/%2e%2e/b?x=%00&y HTTP/1.1',
      '//a/%2e%2e/b?x=%00&y',
      'h.example',
    ],
    ['absolute form', 'GET http://other.example:99/a?b HTTP/1.1', '/a?b', 'other.example'],
    ['absolute form without a path', 'GET http://other.example HTTP/1.1', '/', 'other.example'],
  ])('a request line in %s reaches the portal in origin form', async (_name, line, url, host) => {
    const text = await sendRaw(port, `${line}\r\nHost: H.Example.:8080\r\nConnection: close\r\n\r\n`);
    const request = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    expect(request.url).toBe(url);
    expect(request.headers.host).toEqual([host]);
  });

  test.each(['TRACE', 'CONNECT', 'PROPFIND', 'TRACK', 'FOO', 'get'])(
    '%s does not reach the portal',
    async (method) => {
      const before = upstream.requests.length;
      const text = await sendRaw(
        port,
        `${method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toMatch(method === 'get' ? /^HTTP\/1.1 400 / : /^HTTP\/1.1 405 /);
      expect(text).not.toContain('nginx/');
      expect(upstream.requests.length).toBe(before);
    },
  );

  test('a refused method is told the others', async () => {
    const answer = await ask({ port, method: 'PROPFIND' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  });

  test.each([
    ['both lengths', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n', 'abcde'],
    ['an unknown encoding', 'Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'],
    ['two encodings', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', '0\r\n\r\n'],
    ['a length with a sign', 'Content-Length: +4\r\n', 'abcd'],
    ['two hosts', 'Host: other\r\n', ''],
    ['a broken host', 'Host: a/b\r\n', ''],
  ])('a request with %s is refused', async (_name, headers, body) => {
    const before = upstream.requests.length;
    const host = headers.startsWith('Host: a') ? '' : 'Host: localhost\r\n';
    const text = await sendRaw(port, `POST / HTTP/1.1\r\n${host}${headers}Connection: close\r\n\r\n${body}`);
    expect(text).toMatch(/^HTTP\/1.1 (400|501) /);
    expect(upstream.requests.length).toBe(before);
  });

  test('a second request smuggled into a body is not a request', async () => {
    const before = upstream.requests.length;
    const inner = 'GET /smuggled HTTP/1.1\r\nHost: localhost\r\nX-Real-IP: 6.6.6.6\r\n\r\n';
    const chunked = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
    await sendRaw(
      port,
      `POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunked}`,
    );
    expect(upstream.requests.slice(before).map(({ url }) => url)).toEqual(['/']);
  });

  test.each([
    ['URI', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, /^HTTP\/1.1 414 /],
    [
      'header',
      `GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1.1 400 /,
    ],
    [
      'body',
      `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1.1 413 /,
    ],
  ])('an oversize %s is refused', async (_name, bytes, status) => {
    const before = upstream.requests.length;
    expect(await sendRaw(port, bytes)).toMatch(status);
    expect(upstream.requests.length).toBe(before);
  });

  test('headers are refused by Nginx before they are too many for the portal', async () => {
    const fill = (count: number) =>
      ['Cookie', 'User-Agent', 'Referer']
        .slice(0, count)
        .map((name): [string, string] => [name, 'a'.repeat(6900)]);
    const { headers } = await seen({ port, headers: fill(2) });
    expect(headers['user-agent']?.[0]).toHaveLength(6900);
    const before = upstream.requests.length;
    expect((await ask({ port, headers: fill(3) })).status).toBe(400);
    expect(upstream.requests.length).toBe(before);
  });

  test('bodies up to 1 MiB and large answers pass without a file, in a folder that the workers cannot enter', async () => {
    const body = Buffer.alloc(1_048_576, 'b');
    expect((await seen({ port, method: 'POST', body })).bodyBytes).toBe(body.length);
    const chunked = await seen({ port, method: 'POST', body, headers: [['Transfer-Encoding', 'chunked']] });
    expect(chunked.bodyBytes).toBe(body.length);
    const slow = await new Promise<number>((resolve, reject) => {
      import('node:http').then(({ get }) =>
        get(
          { host: '127.0.0.1', port, path: '/large', agent: false, headers: { Host: 'localhost' } },
          (response) => {
            let bytes = 0;
            setTimeout(() => response.on('data', (chunk) => (bytes += chunk.length)), 300);
            response.on('end', () => resolve(bytes)).on('error', reject);
          },
        ),
      );
    });
    expect(slow).toBe(3_000_000);
    expect(running.errorLog()).not.toMatch(/temporary file|Permission denied|\[(crit|alert|emerg)\]/);
  });

  test('the workers are not root', async () => {
    const { execFileSync } = await import('node:child_process');
    const rows = execFileSync('ps', ['-o', 'uid=,args=', '--ppid', String(running.process.pid)], {
      encoding: 'utf8',
    });
    const workers = rows.trim().split('\n');
    expect(workers[0]).toContain('worker process');
    for (const row of workers) expect(Number(row.trim().split(/\s+/)[0])).not.toBe(0);
  });

  test('large text is compressed, a redirect is not, and caches are told', async () => {
    const { get } = await import('node:http');
    const fetchRaw = (path: string) =>
      new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
        get(
          { host: '127.0.0.1', port, path, headers: { Host: 'localhost', 'Accept-Encoding': 'gzip' } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
            response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
          },
        );
      });
    const large = await fetchRaw('/large');
    expect(large.headers['content-encoding']).toBe('gzip');
    expect(large.headers.vary).toContain('Accept-Encoding');
    expect(gunzipSync(large.body)).toHaveLength(3_000_000);
    const redirect = await fetchRaw('/redirect');
    expect(redirect.headers['content-encoding']).toBeUndefined();
    expect(redirect.headers.location).toBe('http://portal/elsewhere');
    expect(redirect.headers.server).toBe('nginx');
  });

  test('a static file is immutable, an error under the same path is not', async () => {
    const found = await ask({ port, path: '/_next/static/chunk.css' });
    expect(found.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const missing = await ask({ port, path: '/_next/static/missing.css' });
    expect([missing.status, missing.headers['cache-control']]).toEqual([404, 'no-store']);
  });

  test.each([
    '/_next/image?url=%2Fa.png&w=64&q=75',
    '/_next//image?url=x',
    '/_next/./image',
    '/%5fnext/image',
    '/a/../_next/image',
  ])('the image optimiser is closed: %s', async (path) => {
    const before = upstream.requests.length;
    expect((await ask({ port, path })).status).toBe(404);
    expect(upstream.requests.length).toBe(before);
  });

  test('the portal’s own 503 is passed on untouched', async () => {
    const answer = await ask({ port, path: '/unavailable' });
    expect([answer.status, answer.headers['retry-after'], answer.body]).toEqual([
      503,
      '9',
      'the portal’s own page',
    ]);
  });

  test('the access log is one JSON object a line, whatever visitors send', async () => {
    const { headers } = await seen({
      port,
      path: '/logged/%22?secret=1',
      from: '127.0.0.31',
      headers: [['User-Agent', 'a"b\\c}{ \u00e9']],
    });
    await sendRaw(port, 'GET /old\r\n');
    await sendRaw(port, 'nonsense\r\n\r\n');
    await sleep(1500);
    const entries = running
      .accessLog()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const entry = entries.find(({ path }) => path === '/logged/%22');
    expect(entry).toMatchObject({
      request_id: headers['x-request-id']![0],
      address: '127.0.0.31',
      peer: '127.0.0.31',
      method: 'GET',
      host: 'localhost',
      protocol: 'HTTP/1.1',
      status: 200,
    });
    expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    expect(entry.seconds).toBeTypeOf('number');
    expect(entry.user_agent).toMatch(/^a"b\\c}{ /);
    expect(entries.map(({ status }) => status)).toContain(400);
    expect(running.accessLog()).not.toContain('secret=1');
  });

  test('many requests share few connections to the portal', async () => {
    const { Agent, get } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const once = () =>
      new Promise<void>((resolve, reject) => {
        get({ host: '127.0.0.1', port, agent, headers: { Host: 'localhost' } }, (response) => {
          response.resume().on('end', () => resolve());
        }).on('error', reject);
      });
    await Promise.all(Array.from({ length: 200 }, once));
    agent.destroy();
    expect(await upstream.connections()).toBeLessThan(32);
  });
});

describe('with PUBLIC_HOSTS', () => {
  let port: number;
  beforeAll(async () => {
    port = (await nginx('hosts', { publicHosts: ['gate.example.com', '10.0.0.5', '2001:db8::5'] })).port;
  });

  test.each([
    ['gate.example.com', 'gate.example.com'],
    ['GATE.Example.COM.', 'gate.example.com'],
    ['gate.example.com:8080', 'gate.example.com'],
    ['10.0.0.5', '10.0.0.5'],
    ['[2001:db8::5]:8080', '[2001:db8::5]'],
    ['[2001:DB8::5]', '[2001:db8::5]'],
  ])('%s is answered', async (host, arrives) => {
    const { headers } = await seen({ port, headers: [['Host', host]] });
    expect(headers.host).toEqual([arrives]);
  });

  test.each([
    ['an unknown host', 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['a subdomain', 'GET / HTTP/1.1\r\nHost: x.gate.example.com\r\n\r\n'],
    ['an address nobody named', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
    ['an empty host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['no host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
    ['HTTP/0.9', 'GET /\r\n'],
    ['another host in absolute form', 'GET http://evil.example/ HTTP/1.1\r\nHost: gate.example.com\r\n\r\n'],
    ['nonsense', 'nonsense\r\n\r\n'],
    ['an unknown method for an unknown host', 'PROPFIND / HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['TRACE for an unknown host', 'TRACE / HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['an endless URI', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: evil.example\r\n\r\n`],
  ])('%s is not answered at all', async (_name, bytes) => {
    const before = upstream.requests.length;
    expect(await sendRaw(port, bytes)).toBe('');
    expect(upstream.requests.length).toBe(before);
  });
});

describe('behind TRUSTED_PROXIES', () => {
  const proxy = '127.0.0.40';
  let port: number;
  beforeAll(async () => {
    const trustedProxies = [proxy, '10.9.0.0/16', '2001:db8:7::/48', '::1'];
    port = (await nginx('proxies', { trustedProxies })).port;
  });
  const visitor = async (from: string, forwardedFor?: string | string[], to?: string) => {
    const values = forwardedFor === undefined ? [] : [forwardedFor].flat();
    const { headers } = await seen({
      port,
      from,
      to,
      headers: values.map((value) => ['X-Forwarded-For', value]),
    });
    const real = headers['x-real-ip']?.join('|');
    // The two never differ, and X-Forwarded-For is never missing.
    expect(headers['x-forwarded-for']).toEqual([real ?? 'unknown']);
    return real;
  };

  test('a peer that is not one of them is the visitor, whatever it forwards', async () => {
    expect(await visitor('127.0.0.21')).toBe('127.0.0.21');
    expect(await visitor('127.0.0.21', '203.0.113.9')).toBe('127.0.0.21');
    expect(await visitor('127.0.0.21', 'garbage')).toBe('127.0.0.21');
    expect(await visitor('127.0.0.21', '127.0.0.40')).toBe('127.0.0.21');
  });

  test.each([
    ['one address', '203.0.113.9', '203.0.113.9'],
    ['what a visitor forged, left of it', '6.6.6.6, 203.0.113.9', '203.0.113.9'],
    ['nonsense that a visitor sent, left of it', 'unknown, ;drop, 203.0.113.9', '203.0.113.9'],
    ['proxies, right of it', '203.0.113.9, 10.9.1.1, 10.9.2.2', '203.0.113.9'],
    ['a forged proxy, left of it', '10.9.1.1, 203.0.113.9', '203.0.113.9'],
    ['two headers', ['6.6.6.6', '203.0.113.9'], '203.0.113.9'],
    ['no spaces', '6.6.6.6,203.0.113.9,10.9.1.1', '203.0.113.9'],
    ['a port', '203.0.113.9:50123', '203.0.113.9'],
    ['IPv6', '2001:db8:9::1', '2001:db8:9::1'],
    ['IPv6 in capitals and in full', '2001:0DB8:0009:0:0:0:0:1', '2001:db8:9::1'],
    ['IPv6 with a port', '[2001:db8:9::1]:443, 2001:db8:7::5', '2001:db8:9::1'],
    ['mapped IPv4', '::ffff:203.0.113.9', '::ffff:203.0.113.9'],
  ])('the first from the right that is none of them is the visitor: %s', async (_name, header, address) => {
    expect(await visitor(proxy, header)).toBe(address);
  });

  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['commas', ' , ,'],
    ['a word', 'unknown'],
    ['nonsense at the decisive place', '203.0.113.9, garbage'],
    ['nonsense under a proxy', '203.0.113.9, garbage, 10.9.1.1'],
    ['only proxies', '10.9.1.1'],
    ['the proxy itself', '127.0.0.40'],
    ['a mapped proxy', '::ffff:10.9.1.1'],
    ['an IPv6 proxy', '2001:db8:7::9'],
    ['a leading zero', '010.0.0.5'],
    ['a leading zero at the end', '10.0.0.05'],
    ['a short form', '10.5'],
    ['an integer', '167772165'],
    ['hexadecimal', '0x0a000005'],
    ['an empty octet', '1..2.3'],
    ['a missing octet', '1.2.3.'],
    ['dots', '...'],
    ['an octet too large', '203.0.113.256'],
    ['a prefix', '203.0.113.9/32'],
    ['a zone', 'fe80::1%eth0'],
    ['a tab', '203.0.113.9\t10.9.1.1'],
    ['quotes', '"203.0.113.9"'],
    ['the other header’s form', 'for=203.0.113.9'],
    ['a socket', 'unix:'],
    ['a socket’s path', 'unix:/run/x.sock'],
    ['a port that is none', '203.0.113.9:99999'],
    ['a colon', '203.0.113.9:'],
    ['a mapped address with an empty octet', '::ffff:1..2.3'],
    ['an embedded address with an empty octet', '64:ff9b::1..2.3'],
    ['two gaps', '1::2::3'],
    ['half a bracket', '[2001:db8:9::1'],
    ['a host name', 'visitor.example.com'],
  ])('where that cannot be told, nobody is: %s', async (_name, header) => {
    expect(await visitor(proxy, header)).toBeUndefined();
  });

  test('an odd spelling left of the visitor does not matter, the visitor’s own does', async () => {
    expect(await visitor(proxy, '010.0.0.5, 203.0.113.9')).toBe('203.0.113.9');
    expect(await visitor(proxy, '10.0.0.55, 010.0.0.5')).toBeUndefined();
    expect(await visitor(proxy, '110.0.0.5, 010.0.0.5')).toBeUndefined();
  });

  test('a proxy may come by IPv6', async () => {
    expect(await visitor('::1', '203.0.113.9', '::1')).toBe('203.0.113.9');
    expect(await visitor('::1', undefined, '::1')).toBeUndefined();
  });

  test('a proxy cannot send any other header that means something', async () => {
    const { headers } = await seen({
      port,
      from: proxy,
      headers: [
        ['X-Forwarded-For', '203.0.113.9'],
        ['X-Real-IP', '6.6.6.6'],
        ['X-Forwarded-Host', '6.6.6.6'],
        ['Forwarded', 'for=6.6.6.6'],
      ],
    });
    expect(JSON.stringify(headers)).not.toContain('6.6.6.6');
    expect(headers['x-real-ip']).toEqual(['203.0.113.9']);
  });
});

describe('while the portal is down', () => {
  test('visitors get a page in both languages that retries by itself, then the portal again', async () => {
    const [port] = (await freePorts(1)) as [number];
    const { port: httpPort } = await nginx('down', { portalUpstreams: [`127.0.0.1:${port}`] });
    for (const asked of [
      { path: '/' },
      { path: '/_next/static/a.css' },
      { path: '/go/x', method: 'POST', body: 'a=1' },
    ]) {
      const answer = await ask({ port: httpPort, ...asked });
      expect(answer.status).toBe(503);
      expect(answer.headers).toMatchObject({
        'retry-after': '5',
        'cache-control': 'no-store',
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.body).toContain('Not available at the moment');
      expect(answer.body).toContain('지금은 이용할 수 없습니다');
      const requestId = answer.headers['x-request-id'] as string;
      expect(requestId).toMatch(/^[0-9a-f]{32}$/);
      expect(answer.body).toContain(requestId);
    }
    const head = await ask({ port: httpPort, method: 'HEAD' });
    expect([head.status, head.body]).toEqual([503, '']);

    const late = await startUpstream(port);
    try {
      expect((await ask({ port: httpPort })).status).toBe(200);
    } finally {
      await late.stop();
    }
  });

  test('a request that may have changed something is not sent twice', async () => {
    const [port] = (await freePorts(1)) as [number];
    const { port: httpPort } = await nginx('once', { portalUpstreams: [`127.0.0.1:${port}`] });
    const dropping = await startUpstream(port, (request) => {
      if (request.method === 'POST') request.socket.destroy();
      return request.method === 'POST';
    });
    try {
      expect((await ask({ port: httpPort })).status).toBe(200);
      expect((await ask({ port: httpPort, method: 'POST', body: 'a' })).status).toBe(503);
      expect(dropping.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    } finally {
      await dropping.stop();
    }
  });
});
