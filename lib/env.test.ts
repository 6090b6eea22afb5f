import { describe, expect, test } from 'vitest';
import { EnvError, parseEnv } from './env';

const secrets = { PROXY_SECRET: 'p'.repeat(32), AUTH_SECRET: 'a'.repeat(32) };
const problems = (variables: Record<string, string>) => {
  try {
    parseEnv({ ...secrets, ...variables });
    return '';
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.message;
  }
};

test('the defaults are those of the documentation', () => {
  expect(parseEnv(secrets)).toMatchObject({
    ...{ httpPort: 8080, portalPort: 8000, guardPort: 8001, accessLog: 'required', defaultLanding: 'first' },
    ...{ publicHosts: [], trustedProxies: [], supportContact: '' },
    dataDir: expect.stringMatching(/\/data$/),
    databaseUrl: expect.stringMatching(/^file:\/.*\/data\/sluice\.db$/),
  });
});

test('a variable that is set to nothing counts as not set', () => {
  expect(parseEnv({ ...secrets, HTTP_PORT: '', PUBLIC_HOSTS: '' }).httpPort).toBe(8080);
});

test('every wrong variable is named at once, and no secret is shown', () => {
  const message = problems({
    HTTP_PORT: '0',
    PORTAL_PORT: '08000',
    DEMO_PORT_BASE: '80',
    ACCESS_LOG: 'off',
    DATABASE_URL: 'mysql://u:hunter2@h/d',
    PROXY_SECRET: 'hunter2',
  });
  for (const name of [
    'HTTP_PORT',
    'PORTAL_PORT',
    'DEMO_PORT_BASE',
    'ACCESS_LOG',
    'DATABASE_URL',
    'PROXY_SECRET',
  ])
    expect(message).toContain(name);
  expect(message).not.toContain('hunter2');
});

test('DEMO_PORT_BASE is a port that anybody may take, with room above it', () => {
  expect(parseEnv({ ...secrets, DEMO_PORT_BASE: '18501' }).demoPortBase).toBe(18501);
  expect(parseEnv(secrets).demoPortBase).toBeUndefined();
  for (const base of ['80', '65534', 'many', '8501.5']) {
    expect(problems({ DEMO_PORT_BASE: base })).toContain('DEMO_PORT_BASE: a port from 1024 to 55533');
  }
});

describe('PUBLIC_HOSTS', () => {
  test('takes names and addresses, in canonical spelling', () => {
    const { publicHosts } = parseEnv({
      ...secrets,
      PUBLIC_HOSTS: 'Apps.Example.com., 10.0.0.5 ,[2001:DB8::1]',
    });
    expect(publicHosts).toEqual(['apps.example.com', '10.0.0.5', '2001:db8::1']);
  });

  test.each([
    'http://apps.example.com',
    'apps.example.com:8080',
    '*.example.com',
    'a b',
    '10.0.0',
    '010.0.0.5',
    '-a.example',
    'a;b',
  ])('refuses %s', (host) => expect(problems({ PUBLIC_HOSTS: host })).toContain('PUBLIC_HOSTS'));
});

describe('TRUSTED_PROXIES', () => {
  test('takes addresses and CIDR blocks', () => {
    const { trustedProxies } = parseEnv({
      ...secrets,
      TRUSTED_PROXIES: '10.0.0.1,10.1.0.0/16,2001:db8::/32',
    });
    expect(trustedProxies).toEqual(['10.0.0.1', '10.1.0.0/16', '2001:db8::/32']);
  });

  test('says what was probably meant', () => {
    expect(problems({ TRUSTED_PROXIES: '10.0.0.7/24' })).toContain('10.0.0.0/24 or 10.0.0.7');
    expect(problems({ TRUSTED_PROXIES: 'proxy.example.com' })).toContain('TRUSTED_PROXIES');
    expect(problems({ TRUSTED_PROXIES: '10.0.0.1-10.0.0.9' })).toContain('TRUSTED_PROXIES');
  });
});

test('two services cannot have one port', () => {
  expect(problems({ HTTP_PORT: '8000' })).toContain('PORTAL_PORT: the same port as HTTP_PORT');
});

describe('the dashboard', () => {
  test('is for everybody at every host unless said otherwise', () => {
    const { adminHost, adminAllow, adminOrigin } = parseEnv(secrets);
    expect({ adminHost, adminAllow, adminOrigin }).toEqual({ adminAllow: [] });
  });

  test('takes a host, networks and an origin, in canonical spelling', () => {
    const given = {
      ADMIN_HOST: 'Admin.Example.com.',
      ADMIN_ALLOW: '10.0.0.1, 10.1.0.0/16,10.2.0.1-10.2.0.9,2001:DB8::/32',
      ADMIN_ORIGIN: 'https://admin.example.com:443/',
    };
    expect(parseEnv({ ...secrets, ...given })).toMatchObject({
      adminHost: 'admin.example.com',
      adminAllow: ['10.0.0.1', '10.1.0.0/16', '10.2.0.1-10.2.0.9', '2001:db8::/32'],
      adminOrigin: 'https://admin.example.com',
    });
  });

  test.each(['http://a.example', 'a.example:8080', 'a.example,b.example', '*.example'])(
    'has no host %s',
    (ADMIN_HOST) => expect(problems({ ADMIN_HOST })).toContain('ADMIN_HOST'),
  );

  test.each(['10.0.0.7/24', 'office', '0'])('is not limited to %s', (ADMIN_ALLOW) =>
    expect(problems({ ADMIN_ALLOW })).toContain('ADMIN_ALLOW'),
  );

  test.each([
    'sluice.example.com',
    'https://a.example/admin',
    'ftp://a.example',
    'https://u:p@a.example',
    'null',
  ])('has no origin %s', (ADMIN_ORIGIN) => expect(problems({ ADMIN_ORIGIN })).toContain('ADMIN_ORIGIN'));

  test('has one host', () => {
    expect(problems({ ADMIN_HOST: 'a.example', ADMIN_ORIGIN: 'https://b.example' })).toContain('a.example');
    expect(problems({ ADMIN_HOST: '[2001:db8::1]', ADMIN_ORIGIN: 'https://[2001:db8::1]:8443' })).toBe('');
  });
});
