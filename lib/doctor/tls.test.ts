// Certificates made by openssl, good and bad.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Env } from '@/lib/env';
import { tls } from './checks/tls';
import { codes, environment, folder, found } from './doctor-fixture';

describe('the certificate', () => {
  type Made = { certificate: string; key: string };

  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });

  /** Signed by `by`, or by itself. */
  function make(
    at: string,
    name: string,
    { days = 90, by, names = 'DNS:apps.example.com' }: { days?: number; by?: Made; names?: string } = {},
  ): Made {
    const made = { certificate: join(at, `${name}.pem`), key: join(at, `${name}.key`) };
    const request = join(at, `${name}.csr`);
    const extensions = join(at, `${name}.ext`);
    writeFileSync(extensions, `subjectAltName=${names}\n${by ? '' : 'basicConstraints=CA:true\n'}`);
    openssl(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      made.key,
      '-out',
      request,
    );
    const signer = by ? ['-CA', by.certificate, '-CAkey', by.key, '-CAcreateserial'] : ['-signkey', made.key];
    openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-days',
      String(days),
      '-extfile',
      extensions,
      '-out',
      made.certificate,
      ...signer,
    );
    return made;
  }

  /** With the files configured and, where that works, served. */
  async function served({ certificate, key }: Made, variables: Record<string, string> = {}): Promise<Env> {
    const env = await environment({ TLS_CERTIFICATE: certificate, TLS_KEY: key, ...variables });
    const server = createTlsServer(
      { cert: readFileSync(certificate), key: readFileSync(key) },
      (_, response) => response.end(),
    );
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await new Promise<void>((resolve) => server.listen(env.httpsPort, '127.0.0.1', resolve));
    return env;
  }

  const DAY = 86_400_000;

  test('none is warned of; a self-signed one too', async () => {
    expect(codes(await found(tls))).toEqual(['warn TLS_NONE']);
    expect(codes(await found(tls, { env: await served(make(folder(), 'self')) }))).toEqual([
      'warn TLS_SELF_SIGNED',
    ]);
  });

  test('one that has ended fails, one that ends within 30 days is warned of, one of tomorrow is not valid', async () => {
    const env = await served(make(folder(), 'self', { days: 90 }));
    const at = async (days: number) => codes(await found(tls, { env, now: Date.now() + days * DAY }));
    expect(await at(91)).toContain('fail TLS_EXPIRED');
    expect(await at(61)).toContain('warn TLS_ENDS_SOON');
    expect(await at(59)).not.toContain('warn TLS_ENDS_SOON');
    expect(await at(-1)).toContain('fail TLS_NOT_YET');
    const old = await served(make(folder(), 'old', { days: 0 }));
    expect(codes(await found(tls, { env: old, now: Date.now() + 60_000 }))).toContain('fail TLS_EXPIRED');
  });

  test('a key of another certificate, a name that is missing, a file that is none', async () => {
    const at = folder();
    const [one, two] = [make(at, 'one'), make(at, 'two')];
    const mixed = await environment({ TLS_CERTIFICATE: one.certificate, TLS_KEY: two.key });
    expect(codes(await found(tls, { env: mixed }))).toEqual(['fail TLS_OTHER_KEY']);
    const unserved = await environment({ TLS_CERTIFICATE: one.certificate, TLS_KEY: one.key });
    expect(codes(await found(tls, { env: unserved }))).toContain('fail TLS_NOT_SERVED');
    const named = await served(one, { PUBLIC_HOSTS: 'apps.example.com,other.example.com' });
    expect(await found(tls, { env: named })).toContainEqual(
      expect.objectContaining({ code: 'TLS_NAMES', params: { hosts: 'other.example.com' } }),
    );
    const broken = join(at, 'broken.pem');
    writeFileSync(broken, 'nothing');
    const none = await environment({ TLS_CERTIFICATE: broken, TLS_KEY: one.key });
    expect(codes(await found(tls, { env: none }))).toEqual(['fail TLS_UNREADABLE']);
    const away = await environment({ TLS_CERTIFICATE: join(at, 'away.pem'), TLS_KEY: one.key });
    expect(codes(await found(tls, { env: away }))).toEqual(['fail TLS_UNREADABLE']);
  });

  test('a chain has to hang together, and end at an authority that is known', async () => {
    const at = folder();
    const [root, other] = [make(at, 'root'), make(at, 'other')];
    const leaf = make(at, 'leaf', { by: root });
    const chainOf = (...parts: Made[]) => {
      const certificate = join(at, `chain-${parts.length}-${parts.at(-1)!.certificate.split('/').at(-1)}`);
      writeFileSync(certificate, parts.map((part) => readFileSync(part.certificate, 'utf8')).join(''));
      return { certificate, key: leaf.key };
    };
    const whole = await served(chainOf(leaf, root));
    expect(codes(await found(tls, { env: whole }))).toEqual(['warn TLS_CHAIN_UNKNOWN']);
    expect(codes(await found(tls, { env: whole, now: Date.now() - DAY }))).toContain('fail TLS_NOT_YET');
    const short = make(at, 'short', { days: 20 });
    const under = make(at, 'under', { by: short });
    const certificate = join(at, 'short-chain.pem');
    const files = [under, short].map((part) => readFileSync(part.certificate, 'utf8'));
    writeFileSync(certificate, files.join(''));
    expect(codes(await found(tls, { env: await served({ certificate, key: under.key }) }))).toContain(
      'warn TLS_ENDS_SOON',
    );
    expect(codes(await found(tls, { env: await served(leaf) }))).toEqual(['warn TLS_CHAIN_UNKNOWN']);
    expect(codes(await found(tls, { env: await served(chainOf(leaf, other)) }))).toContain(
      'fail TLS_CHAIN_BROKEN',
    );
  });

  test('a renewed file that is not served yet fails', async () => {
    const at = folder();
    const env = await served(make(at, 'self'));
    make(at, 'self');
    expect(codes(await found(tls, { env }))).toContain('fail TLS_OTHER_SERVED');
  });
});
