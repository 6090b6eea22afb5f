// A certificate that nobody but this machine vouches for: for trying TLS out.

import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { Env } from '@/lib/env';
import { ownAddresses } from '@/lib/own-addresses';
import { formatAddress, parseAddress } from '@/lib/routing/address';
import { ownTlsFiles, type TlsFiles } from './certificate';

/** Why none was made. */
export class SelfSignedError extends Error {
  override name = 'SelfSignedError';
  constructor(
    readonly reason: 'EXISTS' | 'HOST' | 'NO_OPENSSL' | 'OPENSSL' | 'ELSEWHERE',
    readonly about: string,
  ) {
    super(`${reason}: ${about}`);
  }
}

export type SelfSignedOptions = {
  /** Host names and addresses besides this machine's own and PUBLIC_HOSTS. */
  hosts: readonly string[];
  days: number;
  /** Replaces what is there. */
  force: boolean;
  openssl?: string;
};

const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/**
 * Writes a key and a certificate for it to DATA_DIR/tls, the key for its owner alone. Returns where, and for which names.
 * Throws SelfSignedError and leaves what is there.
 */
export function makeSelfSigned(
  env: Env,
  { hosts, days, force, openssl = 'openssl' }: SelfSignedOptions,
): TlsFiles & { names: string[] } {
  if (env.tlsCertificate) throw new SelfSignedError('ELSEWHERE', env.tlsCertificate);
  const names = namesFor(env, hosts);
  const files = ownTlsFiles(env);
  const there = [files.certificate, files.key].find((path) => existsSync(path));
  if (there && !force) throw new SelfSignedError('EXISTS', there);
  const folder = dirname(files.key);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `draft-${randomUUID()}`);
  mkdirSync(draft, { mode: 0o700 });
  try {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(join(draft, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    writeFileSync(join(draft, 'openssl.cnf'), openSslConfig(names));
    sign(openssl, draft, days);
    chmodSync(join(draft, 'certificate.pem'), 0o644);
    renameSync(join(draft, 'key.pem'), files.key);
    renameSync(join(draft, 'certificate.pem'), files.certificate);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { ...files, names };
}

/** The one who asks and PUBLIC_HOSTS come first; then the names and addresses of this machine. */
function namesFor({ publicHosts, adminHost }: Env, hosts: readonly string[]): string[] {
  const wrong = hosts.find((host) => !parseAddress(bare(host)).ok && !hostName.test(host));
  if (wrong !== undefined) throw new SelfSignedError('HOST', wrong);
  const addresses = ownAddresses()
    // Those of one link only are in no browser's address bar.
    .filter(({ address }) => !/^fe80:|%/.test(address))
    .map(({ address }) => address);
  const own = [
    'localhost',
    ...(hostName.test(hostname()) ? [hostname()] : []),
    '127.0.0.1',
    '::1',
    ...addresses,
  ];
  const all = [...hosts, ...publicHosts, ...(adminHost ? [adminHost] : []), ...own];
  return [...new Set(all.map((host) => canonical(bare(host))))];
}

const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1');

function canonical(host: string): string {
  const result = parseAddress(host);
  return result.ok ? formatAddress(result.address) : host.toLowerCase();
}

/** Its own file: the system's would make the certificate an authority's. */
const openSslConfig = (names: readonly string[]) =>
  [
    '[req]',
    'prompt = no',
    'distinguished_name = name',
    'x509_extensions = extensions',
    '[name]',
    'O = Sluice',
    // 64 characters are all that a common name may have; browsers read the list of names only.
    `CN = ${names[0]!.slice(0, 64)}`,
    '[extensions]',
    'basicConstraints = critical, CA:FALSE',
    'keyUsage = critical, digitalSignature',
    'extendedKeyUsage = serverAuth',
    'subjectKeyIdentifier = hash',
    'subjectAltName = @names',
    '[names]',
    ...names.map((name, i) => `${parseAddress(name).ok ? 'IP' : 'DNS'}.${i + 1} = ${name}`),
    '',
  ].join('\n');

function sign(openssl: string, folder: string, days: number): void {
  const file = (name: string) => join(folder, name);
  try {
    execFileSync(
      openssl,
      [
        ...['req', '-x509', '-sha256', '-days', String(days), '-config', file('openssl.cnf')],
        ...['-key', file('key.pem'), '-out', file('certificate.pem')],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    readFileSync(file('certificate.pem'));
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    if (code === 'ENOENT' && !stderr?.length) throw new SelfSignedError('NO_OPENSSL', openssl);
    throw new SelfSignedError('OPENSSL', stderr?.toString().trim() || String(error));
  }
}
