// Requests through the guard, behind a real Nginx and before small apps: who gets in, who does not, and what an app is told.

import { describe, expect, test, vi } from 'vitest';
import { ask, sendRaw } from '@/lib/nginx/nginx-fixture';
import {
  apps,
  BLOCKED,
  dead,
  gate,
  gateForTests,
  KOREAN,
  NOBODY_IN_PARTICULAR,
  OTHER_APP_ONLY,
  office,
  replyOnce,
  sales,
  seenBy,
  UNKNOWN,
} from './gate-fixture';

gateForTests();

describe('a request', () => {
  test('of an allowed visitor reaches the app, whole, with who it is', async () => {
    const answer = await ask({
      port: office,
      from: KOREAN,
      method: 'POST',
      path: '/a%2Fb/..%2f?q=%20%ff',
      body: 'x'.repeat(3_000_000),
    });
    const seen = JSON.parse(answer.body);
    expect(seen).toMatchObject({ method: 'POST', url: '/a%2Fb/..%2f?q=%20%ff', body: 3_000_000 });
    expect(decodeURIComponent(seen.headers['x-sluice-user'][0])).toBe('김지우');
    expect(seen.headers['x-sluice-email']).toEqual(['jiwoo+100%25@example.com']);
    expect(seen.headers['x-sluice-address']).toEqual([KOREAN]);
    expect(seen.headers.host).toEqual(['localhost']);
  });

  test('of nobody in particular carries an address and no name', async () => {
    const { headers } = JSON.parse((await ask({ port: office, from: NOBODY_IN_PARTICULAR })).body);
    expect(headers['x-sluice-address']).toEqual([NOBODY_IN_PARTICULAR]);
    expect(headers).not.toHaveProperty('x-sluice-user');
    expect(headers).not.toHaveProperty('x-sluice-email');
  });

  test.each([
    ['a refused range', BLOCKED, 'RANGE_DENIES'],
    ['no range', UNKNOWN, 'NO_RANGE'],
    ['another app’s visitor', OTHER_APP_ONLY, 'APP_NOT_GRANTED'],
  ])(
    'of %s is refused on every path, however it is spelled, and never reaches the app',
    async (_, from, reason) => {
      const before = seenBy(sales).length;
      const paths = [
        ...['/', '/static/index.js', '/_stcore/upload_file/a/b', '/media/x.png', '/component/x/index.html'],
        ...[
          '/_stcore/health',
          '/_stcore/stream',
          '/_stcore/host-config',
          '/a/../b',
          '/a/%2e%2e/x',
          '//x',
          '/x?y=1',
        ],
        ...[
          '/.sluice',
          '/.SLUICE/authorise',
          '/refused',
          '/authorise',
          '/control/sessions',
          '/healthz',
          '/;/x',
        ],
      ];
      for (const path of paths) {
        const answer = await ask({ port: sales, from, path });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.body).toContain(reason);
        expect(answer.headers['content-type']).toContain('text/html');
      }
      for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const answer = await ask({
          port: sales,
          from,
          method,
          body: method === 'HEAD' ? undefined : 'x'.repeat(200_000),
        });
        expect([method, answer.status]).toEqual([method, 403]);
      }
      expect(seenBy(sales).length).toBe(before);
      const lines = gate.accessLog;
      await vi.waitFor(() => expect(lines()).toContain(`"reason":"${reason}"`), 10_000);
    },
  );

  test('is refused in the visitor’s language, with address and request id, and nothing of the visitor’s as HTML', async () => {
    const headers: [string, string][] = [
      ['Accept-Language', 'ko'],
      ['X-Sluice-Reason', '<b>'],
    ];
    const { body, headers: answered } = await ask({ port: sales, from: UNKNOWN, path: '/<script>', headers });
    expect(body).toContain('<html lang="ko">');
    expect(body).toContain('이 주소에는 앱 접근 권한이 없습니다.');
    expect(body).toContain(UNKNOWN);
    expect(body).toContain(String(answered['x-request-id']));
    expect(body).not.toMatch(/<script|<b>/);
  });

  test('for the guard’s own place finds nothing there, allowed or not', async () => {
    for (const from of [KOREAN, BLOCKED]) {
      for (const path of [
        '/.sluice/authorise',
        '//.sluice/authorise',
        '/x/../.sluice/authorise',
        '/%2esluice/authorise',
      ]) {
        expect((await ask({ port: office, from, path })).status).toBe(404);
      }
    }
  });

  test('cannot say who it is itself, or what came before Nginx', async () => {
    const forged: [string, string][] = [
      ...[
        'User',
        'Email',
        'Address',
        'Secret',
        'App',
        'Cookie',
        'Upstream',
        'Reason',
        'Recorded',
        'Control',
      ].map((name): [string, string] => [`X-Sluice-${name}`, 'forged']),
      ...['X-Real-IP', 'X-Forwarded-For', 'Forwarded', 'Remote-User', 'X-Forwarded-User'].map(
        (name): [string, string] => [name, 'forged'],
      ),
      ['x-sluice-user', 'forged twice'],
      ['X_Sluice_User', 'forged'],
    ];
    for (const from of [KOREAN, NOBODY_IN_PARTICULAR]) {
      const { body } = await ask({ port: office, from, headers: forged });
      expect(body).not.toContain('forged');
    }
    expect((await ask({ port: office, from: BLOCKED, headers: [['X-Real-IP', KOREAN]] })).status).toBe(403);
  });

  test('loses the portal’s cookies and keeps the app’s', async () => {
    const cookie =
      'a=1; sluice-session=x; __Host-sluice-session=x; __Secure-sluice-csrf=x; sluice-session.0=x; sluice_lang=ko; b=sluice-session';
    const { headers } = JSON.parse(
      (await ask({ port: office, from: KOREAN, headers: [['Cookie', cookie]] })).body,
    );
    expect(headers.cookie).toEqual(['a=1; b=sluice-session']);
    const alone = await ask({ port: office, from: KOREAN, headers: [['Cookie', 'sluice-session=x']] });
    expect(JSON.parse(alone.body).headers).not.toHaveProperty('cookie');
  });

  test.each([
    [
      'another host in the request line',
      `GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    ],
    [
      'another host in Host',
      `GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    ],
    ['no host', 'GET / HTTP/1.0\r\n\r\n'],
    ['HTTP/0.9', 'GET /\r\n'],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    ['CONNECT', 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'odd chunks',
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
    ],
  ])('with %s is refused', async (_, bytes) => {
    const before = seenBy(office).length;
    const answer = await sendRaw(office, bytes);
    expect(answer).not.toMatch(/HTTP\/1\.1 2|"method"/);
    expect(seenBy(office).length).toBe(before);
  });

  test('behind another one on the same connection is asked for by itself', async () => {
    const before = seenBy(sales).length;
    // From 127.0.0.1, which no rule covers.
    const one = 'GET /pipelined HTTP/1.1\r\nHost: localhost\r\n';
    const answer = await sendRaw(sales, `${one}\r\n${one}\r\n${one}Connection: close\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 403/g)).toHaveLength(3);
    expect(seenBy(sales).length).toBe(before);
  });

  test('by a name that is not this machine’s is refused', async () => {
    const answer = await ask({ port: office, from: KOREAN, headers: [['Host', 'evil.example']] });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('UNKNOWN_HOST');
  });

  test('for an app that does not answer gets a page that says so; who is refused does not learn it', async () => {
    const answer = await ask({ port: dead, from: NOBODY_IN_PARTICULAR });
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('The app does not answer');
    expect((await ask({ port: dead, from: BLOCKED })).status).toBe(403);
  });

  test('is not sent elsewhere by what an app answers', async () => {
    for (const target of ['/.sluice/authorise', '/anything', '@relay']) {
      replyOnce({ 'X-Accel-Redirect': target });
      const answer = await ask({ port: office, from: KOREAN });
      expect(answer).toMatchObject({ status: 200, body: 'as told' });
    }
  });

  test('goes to the same copy each time, whoever else comes', async () => {
    const used = new Map<string, Set<string>>();
    for (let round = 0; round < 3; round++) {
      for (let i = 1; i <= 24; i++) {
        const from = `127.0.1.${i}`;
        const before = apps[0]!.asked.length;
        expect((await ask({ port: sales, from })).status).toBe(200);
        const copy = apps[0]!.asked.length > before ? 'first' : 'second';
        used.set(from, (used.get(from) ?? new Set()).add(copy));
      }
    }
    for (const copiesUsed of used.values()) expect(copiesUsed.size).toBe(1);
    expect(new Set([...used.values()].flatMap((set) => [...set])).size).toBe(2);
  });
});
