import { expect, test } from 'vitest';
import { localeFromHeader, localeFromTerminal } from '@/lib/i18n';
import { cameThroughNginx, clientAddress } from './client-address';
import { allowedHost, hostOf } from './public-hosts';
import { localeOf, requestIdOf } from './request';
import { targetOf } from './target';
import { isTlsOn, placeOverTls } from './tls';

const secret = 's'.repeat(40);
const id = '0123456789abcdef0123456789abcdef';

test('an address is believed with the secret only, and only when it is plainly one', () => {
  const visit = (headers: Record<string, string>) => clientAddress(new Headers(headers), secret);
  expect(visit({ 'x-sluice-secret': secret, 'x-real-ip': '10.1.2.7' })).toEqual({
    family: 4,
    words: [0x0a010207],
  });
  expect(visit({ 'x-sluice-secret': secret })).toBeNull();
  expect(visit({ 'x-real-ip': '10.1.2.7' })).toBeNull();
  expect(visit({ 'x-sluice-secret': `${secret}x`, 'x-real-ip': '10.1.2.7' })).toBeNull();
  expect(visit({ 'x-sluice-secret': secret, 'x-real-ip': '10.1.2.7, 10.1.2.8' })).toBeNull();
  expect(visit({ 'x-sluice-secret': secret, 'x-forwarded-for': '10.1.2.7' })).toBeNull();
  expect(cameThroughNginx(new Headers({ 'x-sluice-secret': '' }), '')).toBe(true);
});

test('a request id is taken from Nginx only', () => {
  expect(requestIdOf(new Headers({ 'x-request-id': id, 'x-sluice-secret': secret }), secret)).toBe(id);
  for (const headers of [{ 'x-request-id': id }, { 'x-request-id': '<b>', 'x-sluice-secret': secret }]) {
    const made = requestIdOf(new Headers(headers as Record<string, string>), secret);
    expect(made).toMatch(/^[0-9a-f]{32}$/);
    expect(made).not.toBe(id);
  }
});

test('a Host header is read without port, case and trailing dot, or not at all', () => {
  expect(hostOf('Apps.Example.com.:8080')).toBe('apps.example.com');
  expect(hostOf('[2001:DB8:0:0::1]:8080')).toBe('2001:db8::1');
  expect(hostOf('10.0.0.5')).toBe('10.0.0.5');
  for (const host of [
    null,
    '',
    'a b',
    'user@host',
    'a/b',
    'a:b',
    '::1',
    '[evil.example]',
    'host:123456',
    'a\\b',
    '한국.example',
  ]) {
    expect([host, hostOf(host)]).toEqual([host, null]);
  }
});

test('visitors may come by the hosts that are listed, or else by this machine’s own', () => {
  expect(allowedHost('APPS.example.com:80', ['apps.example.com'])).toBe('apps.example.com');
  expect(allowedHost('localhost', ['apps.example.com'])).toBeNull();
  for (const own of ['localhost', '127.0.0.1', '127.0.0.21', '[::1]'])
    expect(allowedHost(own, [])).not.toBeNull();
  for (const other of ['evil.example', '8.8.8.8', '127.0.0.1.evil.example', '[2001:db8::1]', null]) {
    expect(allowedHost(other, [])).toBeNull();
  }
});

test('plain HTTP is sent to TLS where Nginx says that there is any, at allowed hosts only', () => {
  const settings = { proxySecret: secret, publicHosts: ['apps.example.com'], httpsPort: 8443 };
  const plain = {
    host: 'apps.example.com:8080',
    'x-forwarded-proto': 'http',
    'x-sluice-tls': 'on',
    'x-sluice-secret': secret,
  };
  const url = new URL('http://127.0.0.1:8000/go/sales?a=%20b');
  const placed = (change: Record<string, string>, more = {}) =>
    placeOverTls(url, new Headers({ ...plain, ...change }), { ...settings, ...more });
  expect(placed({})).toBe('https://apps.example.com:8443/go/sales?a=%20b');
  expect(placed({}, { httpsPort: 443 })).toBe('https://apps.example.com/go/sales?a=%20b');
  expect(placed({ host: '[::1]:8080' }, { publicHosts: [] })).toBe('https://[::1]:8443/go/sales?a=%20b');
  for (const change of [
    { 'x-forwarded-proto': 'https' },
    { 'x-sluice-tls': '' },
    { 'x-sluice-secret': 'guessed' },
    { host: 'evil.example' },
  ] as Record<string, string>[]) {
    expect([change, placed(change)]).toEqual([change, null]);
  }
  expect(isTlsOn(new Headers(plain), secret)).toBe(true);
  expect(isTlsOn(new Headers({ ...plain, 'x-sluice-secret': 'guessed' }), secret)).toBe(false);
});

test('a target is made of the app and the host alone', () => {
  const app = {
    ...{
      id: 1,
      slug: 'a',
      name: 'A',
      description: '',
      port: 8501,
      scheme: null,
      host: null,
      path: '/',
      upstream: null,
      guarded: true,
      enabled: true,
    },
  };
  expect(targetOf(app, 'apps.example.com', false)).toBe('http://apps.example.com:8501/');
  expect(targetOf(app, '2001:db8::1', false)).toBe('http://[2001:db8::1]:8501/');
  expect(targetOf({ ...app, scheme: 'https', port: 443, path: '/sales/' }, 'x', false)).toBe(
    'https://x/sales/',
  );
  expect(targetOf({ ...app, host: 'other.example', port: 80 }, 'x', false)).toBe('http://other.example/');
  // With TLS, Nginx speaks it on guarded ports, and on no others.
  expect(targetOf(app, 'x', true)).toBe('https://x:8501/');
  expect(targetOf({ ...app, scheme: 'http', port: 443 }, 'x', true)).toBe('https://x/');
  expect(targetOf({ ...app, guarded: false }, 'x', true)).toBe('http://x:8501/');
  expect(targetOf({ ...app, host: 'other.example' }, 'x', true)).toBe('http://other.example:8501/');
});

test('the language is the chosen one, else the one the browser likes best, else English', () => {
  expect(localeFromHeader('ko-KR,ko;q=0.9,en-US;q=0.8')).toBe('ko');
  expect(localeFromHeader('en;q=0.2,ko;q=0.3')).toBe('ko');
  expect(localeFromHeader('de,fr;q=0.9,ko;q=0.1')).toBe('ko');
  for (const header of [null, '', '*', 'de', 'ko;q=0', 'ko;q=nonsense', 'korean', ','.repeat(5000)]) {
    expect(localeFromHeader(header)).toBe('en');
  }
  expect(localeOf(new Headers({ cookie: 'a=b; sluice_lang=ko', 'accept-language': 'en' }))).toBe('ko');
  expect(localeOf(new Headers({ cookie: 'xsluice_lang=ko; sluice_lang=xx', 'accept-language': 'en' }))).toBe(
    'en',
  );
});

test('a terminal’s language comes from its variables', () => {
  expect(localeFromTerminal({ LANG: 'ko_KR.UTF-8' })).toBe('ko');
  expect(localeFromTerminal({ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' })).toBe('en');
  expect(localeFromTerminal({ LANG: 'C', SLUICE_LANG: 'ko' })).toBe('ko');
  expect(localeFromTerminal({})).toBe('en');
});
