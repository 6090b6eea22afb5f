// The certificate and key that Nginx speaks TLS with: where they are, whether they can be used, and for how long.

import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Env } from '@/lib/env';
import { type Locale, translator } from '@/lib/i18n';
import { formatAddress, parseAddress } from '@/lib/routing/address';
import type { TlsModel } from './model';

export type TlsFiles = { certificate: string; key: string };

type TlsPlace = Pick<Env, 'dataDir' | 'tlsCertificate' | 'tlsKey'>;

export type TlsErrorReason =
  | 'MISSING'
  | 'UNREADABLE'
  | 'NO_CERTIFICATE'
  | 'NO_KEY'
  | 'ENCRYPTED_KEY'
  | 'OTHER_KEY';

/** A certificate or key that cannot be used. The message is for developers; `tlsErrorText` has the words for people. */
export class TlsError extends Error {
  override name = 'TlsError';
  constructor(
    readonly reason: TlsErrorReason,
    readonly path: string,
    readonly detail = '',
  ) {
    super(`${reason}: ${path} ${detail}`.trim());
  }
}

/** What is wrong with a certificate or key, and what to do. */
export function tlsErrorText(
  { reason, path, detail }: Pick<TlsError, 'reason' | 'path' | 'detail'>,
  locale: Locale,
): string {
  return translator(locale, 'tls')(`error.${reason}`, { path, detail });
}

// Without turbopackIgnore the build looks for such files in the project, and fails at links that lead out of it.

/** Where `sluice tls self-signed` writes to, and where a certificate is looked for that no variable names. */
export function ownTlsFiles({ dataDir }: Pick<Env, 'dataDir'>): TlsFiles {
  return {
    certificate: join(/* turbopackIgnore: true */ dataDir, 'tls', 'certificate.pem'),
    key: join(/* turbopackIgnore: true */ dataDir, 'tls', 'key.pem'),
  };
}

/** The files that are used; undefined where there are none, and so no TLS. */
export function tlsFiles(env: TlsPlace): TlsFiles | undefined {
  if (env.tlsCertificate && env.tlsKey) return { certificate: env.tlsCertificate, key: env.tlsKey };
  const own = ownTlsFiles(env);
  return existsSync(/* turbopackIgnore: true */ own.certificate) &&
    existsSync(/* turbopackIgnore: true */ own.key)
    ? own
    : undefined;
}

/** TLS for Nginx's model; undefined where there is no certificate. Throws TlsError where it and its key cannot be used. */
export function tlsModel(env: TlsPlace & Pick<Env, 'httpsPort' | 'hsts'>): TlsModel | undefined {
  const files = tlsFiles(env);
  if (!files) return undefined;
  const { text, chain } = readChain(files.certificate);
  const key = readKey(files.key);
  if (!chain[0].checkPrivateKey(key.key)) throw new TlsError('OTHER_KEY', files.key, files.certificate);
  const fingerprint = createHash('sha256').update(text).update('\n').update(key.text).digest('hex');
  return { httpsPort: env.httpsPort, ...files, fingerprint: fingerprint.slice(0, 16), hsts: env.hsts };
}

export type TlsProblem =
  | { reason: 'EXPIRED' | 'NOT_YET_VALID' | 'EXPIRES_SOON' | 'SELF_SIGNED' | 'INCOMPLETE_CHAIN' }
  | { reason: 'CHAIN_ORDER' | 'CHAIN_EXPIRED'; subject: string }
  | { reason: 'CHAIN_EXPIRES_SOON'; subject: string; daysLeft: number }
  | { reason: 'NAME_MISSING'; host: string }
  | { reason: 'KEY_OPEN'; path: string };

export type TlsStatus = TlsFiles & {
  subject: string;
  issuer: string;
  /** Host names and addresses that it is for. */
  names: string[];
  /** In ms since 1970. */
  from: number;
  until: number;
  /** Whole days from now on; negative once it has expired. */
  daysLeft: number;
  /** SHA-256 of the server's own certificate, in pairs of hex digits with colons. */
  fingerprint: string;
  /** Whether the chain ends at an authority that browsers know; a root of one's own is complete, and known to nobody. */
  isKnown: boolean;
  problems: TlsProblem[];
};

const DAY = 86_400_000;
/** So many days ahead an end is warned of. */
export const EXPIRES_WITHIN = 30;

/** Those that visitors run into; with the others a browser is content, or they are to come. */
export const graveProblems: readonly TlsProblem['reason'][] = [
  'EXPIRED',
  'NOT_YET_VALID',
  'CHAIN_ORDER',
  'CHAIN_EXPIRED',
  'NAME_MISSING',
];

/**
 * All there is to say about the certificate in use at the moment `now` (ms since 1970); undefined where there is none. Throws
 * TlsError as tlsModel does.
 */
export function tlsStatus(env: Env, now: number): TlsStatus | undefined {
  const model = tlsModel(env);
  if (!model) return undefined;
  const { certificate, key } = model;
  const { chain } = readChain(certificate);
  const [leaf] = chain;
  const until = Date.parse(leaf.validTo);
  return {
    certificate,
    key,
    subject: nameOf(leaf.subject),
    issuer: nameOf(leaf.issuer),
    names: namesOf(leaf),
    from: Date.parse(leaf.validFrom),
    until,
    daysLeft: daysUntil(until, now),
    fingerprint: leaf.fingerprint256,
    isKnown: isOfKnownRoot(chain.at(-1) ?? leaf),
    problems: [
      ...timeProblems(chain, now),
      ...chainProblems(chain, now),
      ...missingNames(leaf, env),
      ...((statSync(/* turbopackIgnore: true */ key).mode & 0o007) === 0
        ? []
        : [{ reason: 'KEY_OPEN', path: key } as const]),
    ],
  };
}

export type TlsExpiry =
  | { state: 'none' }
  | { state: 'unusable'; error: TlsError }
  | { state: 'good' | 'soon' | 'expired'; until: number; daysLeft: number };

/** Whether somebody has to see to the certificate. Its key is not looked at, and nothing is thrown. */
export function tlsExpiry(env: TlsPlace, now: number): TlsExpiry {
  const files = tlsFiles(env);
  if (!files) return { state: 'none' };
  try {
    // A chain ends with its first end.
    const ends = readChain(files.certificate).chain.map(({ validTo }) => Date.parse(validTo));
    const until = Math.min(...ends);
    const daysLeft = daysUntil(until, now);
    const state = until <= now ? 'expired' : daysLeft < EXPIRES_WITHIN ? 'soon' : 'good';
    return { state, until, daysLeft };
  } catch (error) {
    if (error instanceof TlsError) return { state: 'unusable', error };
    throw error;
  }
}

type Chain = [X509Certificate, ...X509Certificate[]];

function readChain(path: string): { text: string; chain: Chain } {
  const text = read(path);
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    const [leaf, ...rest] = blocks.map((block) => new X509Certificate(block));
    if (leaf) return { text, chain: [leaf, ...rest] };
  } catch (error) {
    throw new TlsError('NO_CERTIFICATE', path, messageOf(error));
  }
  throw new TlsError('NO_CERTIFICATE', path);
}

function readKey(path: string) {
  const text = read(path);
  if (/^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text)) throw new TlsError('ENCRYPTED_KEY', path);
  try {
    return { text, key: createPrivateKey(text) };
  } catch (error) {
    throw new TlsError('NO_KEY', path, messageOf(error));
  }
}

function read(path: string): string {
  try {
    return readFileSync(/* turbopackIgnore: true */ path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new TlsError(code === 'ENOENT' ? 'MISSING' : 'UNREADABLE', path, messageOf(error));
  }
}

function timeProblems(chain: Chain, now: number): TlsProblem[] {
  const until = Date.parse(chain[0].validTo);
  if (until <= now) return [{ reason: 'EXPIRED' }];
  if (chain.some(({ validFrom }) => Date.parse(validFrom) > now)) return [{ reason: 'NOT_YET_VALID' }];
  return daysUntil(until, now) < EXPIRES_WITHIN ? [{ reason: 'EXPIRES_SOON' }] : [];
}

/** Browsers know only roots: what is between has to be in the file, each after the one that it has signed. */
function chainProblems(chain: Chain, now: number): TlsProblem[] {
  const [leaf, ...rest] = chain;
  const last = rest.at(-1) ?? leaf;
  const stray = rest.find((issuer, i) => !hasSigned(issuer, chain[i]!));
  const ended = rest.find(({ validTo }) => Date.parse(validTo) <= now);
  const soon = rest
    .map(({ subject, validTo }) => ({
      subject: nameOf(subject),
      daysLeft: daysUntil(Date.parse(validTo), now),
    }))
    .find(({ daysLeft }) => daysLeft >= 0 && daysLeft < EXPIRES_WITHIN);
  const isComplete = isSelfSigned(last) || isOfKnownRoot(last);
  return [
    ...(isSelfSigned(leaf) ? [{ reason: 'SELF_SIGNED' } as const] : []),
    ...(stray ? [{ reason: 'CHAIN_ORDER', subject: nameOf(stray.subject) } as const] : []),
    ...(ended ? [{ reason: 'CHAIN_EXPIRED', subject: nameOf(ended.subject) } as const] : []),
    ...(soon ? [{ reason: 'CHAIN_EXPIRES_SOON', ...soon } as const] : []),
    ...(isComplete ? [] : [{ reason: 'INCOMPLETE_CHAIN' } as const]),
  ];
}

/** Whether browsers know the authority that signed it, as far as Node.js does. */
const isOfKnownRoot = (certificate: X509Certificate) =>
  rootCertificates.some((root) => hasSigned(certificateOf(root), certificate));

/** Not by hasSigned: what vouches for itself alone need not have the right to sign others. */
const isSelfSigned = (certificate: X509Certificate) =>
  certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);

const certificateOf = (pem: string) => new X509Certificate(pem);

const hasSigned = (issuer: X509Certificate, certificate: X509Certificate) =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

function missingNames(leaf: X509Certificate, { publicHosts, adminHost }: Env): TlsProblem[] {
  const hosts = [...new Set([...publicHosts, ...(adminHost ? [adminHost] : [])])];
  const isFor = (host: string) => (parseAddress(host).ok ? leaf.checkIP(host) : leaf.checkHost(host));
  return hosts.filter((host) => !isFor(host)).map((host) => ({ reason: 'NAME_MISSING', host }));
}

/** The common name where there is one, else all of a name on one line. */
function nameOf(distinguished: string): string {
  return /^CN=(.+)$/m.exec(distinguished)?.[1] ?? distinguished.replaceAll('\n', ', ');
}

function namesOf({ subjectAltName }: X509Certificate): string[] {
  return (subjectAltName ?? '')
    .split(', ')
    .filter(Boolean)
    .map((name) => {
      const text = name.replace(/^(DNS|IP Address):/, '');
      const result = parseAddress(text);
      return result.ok ? formatAddress(result.address) : text;
    });
}

const daysUntil = (until: number, now: number) => Math.floor((until - now) / DAY);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
