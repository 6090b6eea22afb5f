import { describe, expect, test } from 'vitest';
import { admit, type GateSettings, hasOwnOrigin, isAdminHost } from './admin-gate';

const secret = 's'.repeat(40);
const open: GateSettings = {
  proxySecret: secret,
  publicHosts: ['apps.example.com', '10.0.0.5'],
  adminHost: undefined,
  adminAllow: [],
  adminOrigin: undefined,
};
const arrival = (given: Record<string, string> = {}) =>
  new Headers({
    host: 'apps.example.com',
    'x-sluice-secret': secret,
    'x-real-ip': '10.1.2.7',
    'x-sluice-origin': 'http://apps.example.com:8080',
    ...given,
  });

test('the dashboard is at every host that visitors come by', () => {
  expect(admit(arrival(), open)).toEqual({ origin: 'http://apps.example.com:8080', address: '10.1.2.7' });
  expect(admit(arrival({ host: '10.0.0.5' }), open)).not.toBeNull();
  expect(admit(arrival({ host: 'evil.example' }), open)).toBeNull();
});

test('what did not come through Nginx sees none', () => {
  expect(admit(arrival({ 'x-sluice-secret': '' }), open)).toBeNull();
  expect(admit(arrival({ 'x-sluice-secret': `${secret}x` }), open)).toBeNull();
  const without = arrival();
  without.delete('x-sluice-origin');
  expect(admit(without, open)).toBeNull();
});

test.each(['', 'unknown', '10.1.2.7, 10.1.2.8', '010.1.2.7'])(
  'the address %j, which is not plain, sees none',
  (address) => {
    expect(admit(arrival({ 'x-real-ip': address }), open)).toBeNull();
  },
);

describe('ADMIN_ALLOW', () => {
  const settings = {
    ...open,
    adminAllow: ['10.1.2.0/24', '192.168.0.1', '2001:db8::/32', '10.9.0.1-10.9.0.5'],
  };
  test.each(['10.1.2.0', '10.1.2.255', '192.168.0.1', '2001:db8::7', '::ffff:10.1.2.7', '10.9.0.5'])(
    'lets %s see it',
    (address) => expect(admit(arrival({ 'x-real-ip': address }), settings)).not.toBeNull(),
  );
  test.each(['10.1.3.0', '192.168.0.2', '2001:db9::7', '10.9.0.6', '127.0.0.1'])(
    'hides it from %s',
    (address) => expect(admit(arrival({ 'x-real-ip': address }), settings)).toBeNull(),
  );
});

describe('ADMIN_HOST', () => {
  const settings = { ...open, adminHost: 'admin.example.com' };
  test('has it to itself', () => {
    expect(admit(arrival({ host: 'admin.example.com' }), settings)).not.toBeNull();
    expect(admit(arrival({ host: 'Admin.Example.com.:8080' }), settings)).not.toBeNull();
    expect(admit(arrival(), settings)).toBeNull();
    expect(isAdminHost(arrival({ host: 'admin.example.com' }), settings)).toBe(true);
    expect(isAdminHost(arrival(), settings)).toBe(false);
    expect(isAdminHost(arrival(), open)).toBe(false);
  });
});

describe('ADMIN_ORIGIN', () => {
  const settings = { ...open, adminOrigin: 'https://apps.example.com' };
  test('is what browsers have to come from, whatever Nginx sees', () => {
    expect(admit(arrival(), settings)?.origin).toBe('https://apps.example.com');
    expect(admit(arrival({ host: '10.0.0.5' }), settings)).toBeNull();
  });
});

test('another port of the same host is another origin', () => {
  const own = admit(arrival(), open)!;
  const from = (origin?: string) => hasOwnOrigin(new Headers(origin === undefined ? {} : { origin }), own);
  expect(from('http://apps.example.com:8080')).toBe(true);
  for (const other of [
    'http://apps.example.com:8501',
    'http://apps.example.com',
    'https://apps.example.com:8080',
    'http://APPS.example.com:8080',
    'http://apps.example.com:8080/',
    'http://apps.example.com:8080, http://evil.example',
    'null',
    '',
    undefined,
  ]) {
    expect([other, from(other)]).toEqual([other, false]);
  }
});
