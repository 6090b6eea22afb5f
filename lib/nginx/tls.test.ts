// How Nginx speaks TLS, shown by handshakes with it.

import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as requestOverTls } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NginxModel } from './model';
import {
  type Answer,
  ask,
  certificateIn,
  freePorts,
  modelFor,
  type RunningNginx,
  type Seen,
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

type Ports = { http: number; https: number };

async function nginx(name: string, fields: Partial<NginxModel> & { hsts?: number } = {}): Promise<Ports> {
  const { hsts = 0, ...more } = fields;
  const [http, https] = (await freePorts(2)) as [number, number];
  const files = certificateIn(join(folder.path, 'certificate'), ['gate.example.com']);
  const model = modelFor(join(folder.path, name), {
    httpPort: http,
    portalUpstreams: [`127.0.0.1:${upstream.port}`],
    tls: { ...files, httpsPort: https, fingerprint: '0f6c', hsts },
    ...more,
  });
  mkdirSync(model.paths.prefix, { recursive: true });
  open.push(await startNginx(model));
  return { http, https };
}

beforeAll(async () => {
  const [port] = (await freePorts(1)) as [number];
  upstream = await startUpstream(port, (incoming, response) => {
    if (!incoming.url?.startsWith('/_next/static/')) return false;
    response.end('static');
    return true;
  });
});

afterAll(async () => {
  for (const running of open) await running.stop();
  await upstream?.stop();
  folder.remove();
});

/** What openssl says of a handshake: the protocol and cipher that were agreed on, or that none were. */
function handshake(port: number, ...options: string[]): Promise<{ agreed: string | null; says: string }> {
  return new Promise((resolve) => {
    // Level 0: openssl itself would not offer what it takes for weak.
    const args = ['s_client', '-connect', `127.0.0.1:${port}`, '-cipher', 'ALL:@SECLEVEL=0', ...options];
    const child = execFile('openssl', args, { timeout: 20_000 }, (_error, stdout, stderr) => {
      const agreed = /^New, (TLSv1\.\d|SSLv3), Cipher is (\S+)$/m.exec(stdout);
      const isNone = !agreed || agreed[2] === '(NONE)';
      const protocol = /^\s*Protocol\s*: (\S+)$/m.exec(stdout)?.[1] ?? agreed?.[1];
      resolve({ agreed: isNone ? null : `${protocol} ${agreed[2]}`, says: stdout + stderr });
    });
    child.stdin?.end();
  });
}

type AskedOverTls = { path?: string; host?: string; servername?: string; method?: string };

function askOverTls(
  port: number,
  { path = '/', host = 'gate.example.com', servername = host, method = 'GET' }: AskedOverTls = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { Host: host };
    const where = { host: '127.0.0.1', port, path, method, headers, agent: false };
    const outgoing = requestOverTls({ ...where, servername, rejectUnauthorized: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    outgoing.on('error', reject).end();
  });
}

describe('handshakes', () => {
  let port: number;
  beforeAll(async () => {
    port = (await nginx('handshakes')).https;
  });

  test.each([
    ['-tls1_3', 'TLSv1.3'],
    ['-tls1_2', 'TLSv1.2'],
  ])('%s is spoken', async (option, protocol) => {
    expect((await handshake(port, option)).agreed).toMatch(
      new RegExp(`^${protocol} (TLS_(AES|CHACHA20)|ECDHE-ECDSA-(AES(128|256)-GCM|CHACHA20))`),
    );
  });

  test.each(['-tls1_1', '-tls1'])('%s is not', async (option) => {
    const { agreed, says } = await handshake(port, option);
    expect([agreed, says]).toEqual([
      null,
      expect.stringMatching(/alert protocol version|unsupported protocol/),
    ]);
  });

  test.each([
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
  ])('%s is accepted: browsers of TLS 1.2 have it', async (cipher) => {
    expect((await handshake(port, '-tls1_2', '-cipher', cipher)).agreed).toBe(`TLSv1.2 ${cipher}`);
  });

  test.each([
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-ECDSA-AES128-CCM8',
    'ECDHE-ECDSA-CAMELLIA128-SHA256',
    'AES128-GCM-SHA256',
    'ADH-AES128-GCM-SHA256',
    'ECDHE-ECDSA-NULL-SHA',
  ])('%s is refused: without authentication, forward secrecy or an AEAD', async (cipher) => {
    const { agreed, says } = await handshake(port, '-tls1_2', '-cipher', `${cipher}:@SECLEVEL=0`);
    expect([agreed, says]).toEqual([null, expect.stringContaining('handshake failure')]);
  });

  test('only good curves', async () => {
    for (const curve of ['X25519', 'P-256', 'P-384'])
      expect((await handshake(port, '-curves', curve)).agreed).not.toBeNull();
    for (const curve of ['P-521', 'secp224r1'])
      expect((await handshake(port, '-tls1_2', '-curves', curve)).agreed).toBeNull();
  });

  test('no tickets, no renegotiation by the client, no compression; HTTP/2 for those who ask', async () => {
    const { says } = await handshake(port, '-tls1_2', '-alpn', 'h2');
    expect(says).toContain('ALPN protocol: h2');
    expect(says).toContain('Compression: NONE');
    expect(says).not.toContain('TLS session ticket:');
  });
});

describe('without PUBLIC_HOSTS', () => {
  let ports: Ports;
  beforeAll(async () => {
    ports = await nginx('own', { hsts: 300 });
  });
  const overTls = async (asked: AskedOverTls = {}): Promise<Seen> =>
    JSON.parse((await askOverTls(ports.https, asked)).body);

  test('the portal is told that there is TLS, and the origin as browsers write it', async () => {
    const { headers } = await overTls({ host: '127.0.0.1', servername: '' });
    expect(headers).toMatchObject({
      'x-forwarded-proto': ['https'],
      'x-sluice-tls': ['on'],
      'x-sluice-origin': [`https://127.0.0.1:${ports.https}`],
      'x-real-ip': ['127.0.0.1'],
    });
  });

  test('plain HTTP comes to the portal, which knows its hosts and sends it on; to the port of TLS, too', async () => {
    for (const port of [ports.http, ports.https]) {
      const { headers, url } = await seen({ port, path: '/go/a?b', headers: [['X-Sluice-Tls', 'off']] });
      expect([headers['x-forwarded-proto'], headers['x-sluice-tls'], url]).toEqual([
        ['http'],
        ['on'],
        '/go/a?b',
      ]);
    }
  });

  test('HSTS is said over TLS, by every location, and never over HTTP', async () => {
    for (const path of ['/', '/_next/static/a.js', '/_next/image', '/metrics']) {
      const { headers } = await askOverTls(ports.https, { path });
      expect([path, headers['strict-transport-security']]).toEqual([path, 'max-age=300']);
    }
    const plain = await ask({ port: ports.http });
    expect(plain.headers['strict-transport-security']).toBeUndefined();
  });
});

describe('with PUBLIC_HOSTS', () => {
  let ports: Ports;
  beforeAll(async () => {
    ports = await nginx('named', { publicHosts: ['gate.example.com'] });
  });

  test.each(['GET', 'POST', 'HEAD'])(
    'a %s in plain HTTP is sent to the same place over TLS',
    async (method) => {
      const before = upstream.requests.length;
      const answer = await ask({
        ...{
          port: ports.http,
          method,
          path: '/go/a%20b?c=%0d%0a',
          body: method === 'POST' ? 'x' : undefined,
        },
        headers: [['Host', `GATE.example.com:${ports.http}`]],
      });
      expect([answer.status, answer.headers.location]).toEqual([
        308,
        `https://gate.example.com:${ports.https}/go/a%20b?c=%0d%0a`,
      ]);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(upstream.requests.length).toBe(before);
    },
  );

  test('plain HTTP to the port of TLS as well', async () => {
    const answer = await ask({ port: ports.https, path: '/x?y', headers: [['Host', 'gate.example.com']] });
    expect([answer.status, answer.headers.location]).toEqual([
      308,
      `https://gate.example.com:${ports.https}/x?y`,
    ]);
  });

  test.each([
    ['another host', 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['another host in absolute form', 'GET http://evil.example/ HTTP/1.1\r\nHost: gate.example.com\r\n\r\n'],
    ['no host', 'GET / HTTP/1.0\r\n\r\n'],
    ['nonsense', 'nonsense\r\n\r\n'],
  ])('%s gets no answer in plain HTTP, at either port', async (_name, bytes) => {
    for (const port of [ports.http, ports.https]) {
      const text = await sendRaw(port, bytes);
      expect(text).not.toContain('evil.example');
      expect(text).not.toMatch(/^HTTP\/1.1 [23]/);
    }
    expect(await sendRaw(ports.http, bytes)).toBe('');
  });

  test('another name, or none, does not even get a handshake', async () => {
    expect((await handshake(ports.https, '-servername', 'gate.example.com')).agreed).not.toBeNull();
    for (const options of [['-servername', 'evil.example'], ['-noservername']]) {
      const { agreed, says } = await handshake(ports.https, ...options);
      expect([agreed, says]).toEqual([null, expect.stringContaining('unrecognized name')]);
    }
  });

  test('another host by the right name’s handshake is not answered', async () => {
    const asked = askOverTls(ports.https, { host: 'evil.example', servername: 'gate.example.com' });
    await expect(asked).rejects.toThrow();
    const { headers } = JSON.parse((await askOverTls(ports.https)).body) as Seen;
    expect(headers.host).toEqual(['gate.example.com']);
  });

  test('where visitors may come by an address, the handshake is made and other hosts get no answer', async () => {
    const { https } = await nginx('address', { publicHosts: ['gate.example.com', '127.0.0.1'] });
    expect((await handshake(https, '-noservername')).agreed).not.toBeNull();
    expect((await askOverTls(https, { host: '127.0.0.1', servername: '' })).status).toBe(200);
    await expect(askOverTls(https, { host: 'evil.example', servername: '' })).rejects.toThrow();
  });
});

describe('an ACME challenge', () => {
  const path = '/.well-known/acme-challenge';

  test.each([
    ['before there is a certificate', { tls: undefined }],
    ['with one', {}],
    ['with one and PUBLIC_HOSTS', { publicHosts: ['gate.example.com'] }],
  ])('is answered from the webroot, single files only: %s', async (name, fields) => {
    const acme = join(folder.path, `acme ${name}`);
    const challenges = join(acme, path);
    mkdirSync(join(challenges, 'folder'), { recursive: true });
    writeFileSync(join(challenges, 'token-1_A'), 'token-1_A.thumbprint');
    writeFileSync(join(challenges, '.hidden'), 'hidden');
    writeFileSync(join(challenges, 'folder', 'inner'), 'inner');
    writeFileSync(join(folder.path, 'outside'), 'outside');
    symlinkSync(join(folder.path, 'outside'), join(challenges, 'link'));
    const prefix = join(folder.path, name);
    const paths = { ...modelFor(prefix).paths, acme };
    // The workers are another account, which has to get there.
    chmodSync(folder.path, 0o755);
    const { http } = await nginx(name, { ...fields, paths });
    const host: [string, string][] = [['Host', 'gate.example.com']];
    const found = await ask({ port: http, path: `${path}/token-1_A`, headers: host });
    expect([found.status, found.body]).toEqual([200, 'token-1_A.thumbprint']);
    const before = upstream.requests.length;
    for (const other of [
      '/',
      '/none',
      '/folder',
      '/folder/',
      '/folder/inner',
      '/.hidden',
      '/link',
      '/token-1_A/',
    ]) {
      const { status, body } = await ask({ port: http, path: path + other, headers: host });
      expect([other, status]).toEqual([other, expect.toSatisfy((code) => code === 404 || code === 403)]);
      expect(body).not.toMatch(/outside|inner|token/);
    }
    for (const outside of ['/%2e%2e/%2e%2e/outside', '/..%2f..%2foutside', '/../../outside']) {
      const { body } = await ask({ port: http, path: path + outside, headers: host });
      expect(body).not.toMatch(/^outside/);
    }
    expect(upstream.requests.slice(before).filter(({ url }) => url.includes('token'))).toEqual([]);
  });
});
