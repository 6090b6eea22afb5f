import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Env, parseEnv } from '@/lib/env';
import {
  type TlsError,
  type TlsErrorReason,
  tlsErrorText,
  tlsExpiry,
  tlsFiles,
  tlsModel,
  tlsStatus,
} from './certificate';
import { proxySecret, temporaryFolder } from './nginx-fixture';
import { makeSelfSigned, SelfSignedError, type SelfSignedOptions } from './self-signed';

const folder = temporaryFolder();
afterAll(folder.remove);

const DAY = 86_400_000;
// Later than all that is made here.
const now = Date.now() + 600_000;
let count = 0;
let dataDir: string;

const envWith = (variables: Record<string, string> = {}): Env =>
  parseEnv({ DATA_DIR: dataDir, PROXY_SECRET: proxySecret, AUTH_SECRET: proxySecret, ...variables });
const make = (env = envWith(), options: Partial<SelfSignedOptions> = {}) =>
  makeSelfSigned(env, { hosts: [], days: 90, force: false, ...options });
const reasonsOf = (env: Env, at = now) => tlsStatus(env, at)?.problems.map(({ reason }) => reason);

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as TlsError | SelfSignedError).reason;
  }
  throw new Error('not refused');
}

beforeEach(() => {
  dataDir = join(folder.path, String(++count));
});

describe('a self-signed certificate', () => {
  test('is for PUBLIC_HOSTS, this machine and whatever else is asked for', () => {
    const env = envWith({
      PUBLIC_HOSTS: 'gate.example.com, 10.0.0.5, 2001:db8::5',
      ADMIN_HOST: 'admin.example.com',
    });
    const { names } = make(env, { hosts: ['also.example.com', '[2001:DB8::6]'] });
    for (const name of [
      ...[
        'gate.example.com',
        '10.0.0.5',
        '2001:db8::5',
        'admin.example.com',
        'also.example.com',
        '2001:db8::6',
      ],
      ...['localhost', '127.0.0.1', '::1'],
    ]) {
      expect(names).toContain(name);
    }
    const status = tlsStatus(env, now)!;
    expect(status.names).toEqual(names);
    expect(status.daysLeft).toBe(89);
    expect(status.problems).toEqual([{ reason: 'SELF_SIGNED' }]);
  });

  test('has a key that only its owner can read', () => {
    const { certificate, key } = make();
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(statSync(certificate).mode & 0o777).toBe(0o644);
    expect(statSync(join(dataDir, 'tls')).mode & 0o777).toBe(0o700);
  });

  test('does not replace another, unless told to', () => {
    const { key } = make();
    const before = readFileSync(key, 'utf8');
    expect(refusal(() => make())).toBe('EXISTS');
    expect(readFileSync(key, 'utf8')).toBe(before);
    make(envWith(), { force: true });
    expect(readFileSync(key, 'utf8')).not.toBe(before);
    expect(tlsModel(envWith())).toBeDefined();
  });

  test('is not made where it would not be used, for what is no host, or without openssl', () => {
    expect(refusal(() => make(envWith({ TLS_CERTIFICATE: '/a.pem', TLS_KEY: '/k.pem' })))).toBe('ELSEWHERE');
    for (const host of ['a b', 'a\nDNS.9 = evil', 'https://a', '', '-a']) {
      expect([host, refusal(() => make(envWith(), { hosts: [host] }))]).toEqual([host, 'HOST']);
    }
    expect(refusal(() => make(envWith(), { openssl: join(folder.path, 'none') }))).toBe('NO_OPENSSL');
    expect(refusal(() => make(envWith(), { openssl: 'false' }))).toBe('OPENSSL');
    expect(tlsFiles(envWith())).toBeUndefined();
    expect(() => make(envWith(), { openssl: 'false' })).toThrow(SelfSignedError);
  });
});

describe('the certificate in use', () => {
  test('is the one that the variables name, else the one in DATA_DIR, else none', () => {
    expect(tlsModel(envWith())).toBeUndefined();
    expect(tlsStatus(envWith(), now)).toBeUndefined();
    expect(tlsExpiry(envWith(), now)).toEqual({ state: 'none' });
    const own = make();
    expect(tlsModel(envWith({ HTTPS_PORT: '443', HSTS: '300' }))).toMatchObject({
      ...{ certificate: own.certificate, key: own.key, httpsPort: 443, hsts: 300 },
    });
    const other = { TLS_CERTIFICATE: join(dataDir, 'c.pem'), TLS_KEY: join(dataDir, 'k.pem') };
    writeFileSync(other.TLS_CERTIFICATE, readFileSync(own.certificate));
    writeFileSync(other.TLS_KEY, readFileSync(own.key));
    expect(tlsFiles(envWith(other))).toEqual({ certificate: other.TLS_CERTIFICATE, key: other.TLS_KEY });
  });

  test('has another fingerprint once it is renewed, and the same while it is not', () => {
    make();
    const first = tlsModel(envWith())!.fingerprint;
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(tlsModel(envWith())!.fingerprint).toBe(first);
    make(envWith(), { force: true });
    expect(tlsModel(envWith())!.fingerprint).not.toBe(first);
  });

  const broken: [TlsErrorReason, (files: { certificate: string; key: string }) => void][] = [
    ['NO_CERTIFICATE', ({ certificate }) => writeFileSync(certificate, 'nonsense')],
    [
      'NO_CERTIFICATE',
      ({ certificate }) =>
        writeFileSync(certificate, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    ],
    ['NO_KEY', ({ key }) => writeFileSync(key, 'nonsense')],
    [
      'ENCRYPTED_KEY',
      ({ key }) => {
        const locked = ['-aes256', '-passout', 'pass:x', '-out', `${key}.locked`];
        execFileSync('openssl', ['pkey', '-in', key, ...locked]);
        renameSync(`${key}.locked`, key);
      },
    ],
    [
      'OTHER_KEY',
      ({ key }) =>
        execFileSync('openssl', ['genpkey', '-algorithm', 'ED25519', '-out', key], { stdio: 'ignore' }),
    ],
    [
      'UNREADABLE',
      ({ key }) => {
        execFileSync('rm', [key]);
        mkdirSync(key);
      },
    ],
  ];
  test.each(broken)('that cannot be used is told before Nginx sees it: %s', (reason, spoil) => {
    spoil(make());
    expect(refusal(() => tlsModel(envWith()))).toBe(reason);
    for (const locale of ['en', 'ko'] as const) {
      try {
        tlsModel(envWith());
      } catch (error) {
        expect(tlsErrorText(error as TlsError, locale)).toContain(dataDir);
      }
    }
  });

  test('that is named and not there is told, too', () => {
    const env = envWith({ TLS_CERTIFICATE: join(dataDir, 'c.pem'), TLS_KEY: join(dataDir, 'k.pem') });
    expect(refusal(() => tlsModel(env))).toBe('MISSING');
    expect(tlsExpiry(env, now)).toMatchObject({ state: 'unusable', error: { reason: 'MISSING' } });
  });

  test('is warned of from 30 days ahead', () => {
    make();
    const states = [0, 59, 61, 89, 91].map((days) => tlsExpiry(envWith(), now + days * DAY).state);
    expect(states).toEqual(['good', 'good', 'soon', 'soon', 'expired']);
    expect(reasonsOf(envWith(), now + 61 * DAY)).toEqual(['EXPIRES_SOON', 'SELF_SIGNED']);
    expect(reasonsOf(envWith(), now + 91 * DAY)).toEqual(['EXPIRED', 'SELF_SIGNED']);
    expect(reasonsOf(envWith(), now - 2 * DAY)).toEqual(['NOT_YET_VALID', 'SELF_SIGNED']);
  });

  test('has to be for the hosts that visitors come by, and its key for few eyes', () => {
    const { key } = make(envWith({ PUBLIC_HOSTS: 'gate.example.com' }));
    chmodSync(key, 0o644);
    const env = envWith({ PUBLIC_HOSTS: 'gate.example.com, other.example.com, 10.9.9.9' });
    expect(tlsStatus(env, now)!.problems).toEqual([
      { reason: 'SELF_SIGNED' },
      { reason: 'NAME_MISSING', host: 'other.example.com' },
      { reason: 'NAME_MISSING', host: '10.9.9.9' },
      { reason: 'KEY_OPEN', path: key },
    ]);
  });
});

describe('a chain', () => {
  const file = (name: string) => join(dataDir, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });

  function issue(name: string, issuer: string | null, days: number, isAuthority: boolean) {
    openssl(
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-out',
      file(`${name}.key`),
    );
    openssl('req', '-new', '-key', file(`${name}.key`), '-subj', `/CN=${name}`, '-out', file(`${name}.csr`));
    writeFileSync(
      file('extensions'),
      isAuthority ? 'basicConstraints=critical,CA:TRUE\n' : 'subjectAltName=DNS:gate.example.com\n',
    );
    const signing = issuer
      ? ['-CA', file(`${issuer}.pem`), '-CAkey', file(`${issuer}.key`), '-CAcreateserial']
      : ['-signkey', file(`${name}.key`)];
    openssl(
      ...['x509', '-req', '-in', file(`${name}.csr`), ...signing, '-days', String(days)],
      ...['-extfile', file('extensions'), '-out', file(`${name}.pem`)],
    );
  }

  function use(...names: string[]): Env {
    writeFileSync(file('chain.pem'), names.map((name) => readFileSync(file(`${name}.pem`), 'utf8')).join(''));
    chmodSync(file('leaf.key'), 0o600);
    return envWith({ TLS_CERTIFICATE: file('chain.pem'), TLS_KEY: file('leaf.key') });
  }

  test('is complete, in order and as long-lived as its first to end, or told', () => {
    mkdirSync(dataDir);
    issue('root', null, 400, true);
    issue('middle', 'root', 50, true);
    issue('leaf', 'middle', 90, false);
    expect(reasonsOf(use('leaf', 'middle', 'root'))).toEqual([]);
    // Browsers may know that root; nobody here does.
    expect(reasonsOf(use('leaf', 'middle'))).toEqual(['INCOMPLETE_CHAIN']);
    expect(reasonsOf(use('leaf'))).toEqual(['INCOMPLETE_CHAIN']);
    expect(reasonsOf(use('leaf', 'root', 'middle'))).toEqual(['CHAIN_ORDER', 'INCOMPLETE_CHAIN']);
    expect(refusal(() => tlsModel(use('middle', 'leaf', 'root')))).toBe('OTHER_KEY');
    const env = use('leaf', 'middle', 'root');
    expect(reasonsOf(env, now + 51 * DAY)).toEqual(['CHAIN_EXPIRED']);
    expect(tlsExpiry(env, now + 25 * DAY)).toMatchObject({ state: 'soon', daysLeft: 24 });
    expect(tlsExpiry(env, now + 51 * DAY).state).toBe('expired');
  });
});
