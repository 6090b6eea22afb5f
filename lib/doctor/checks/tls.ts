import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect, type PeerCertificate, rootCertificates } from 'node:tls';
import type { Env } from '@/lib/env';
import { findCertificate } from '../certificate-file';
import { type Check, type Finding, fail, pass, warn } from '../check';

const DAY = 86_400_000;
/** So many days before its end a certificate is warned of. */
const SOON = 30;

/** The certificate: its time, its key, its chain, its names, and whether it is the one that is served. */
export const tls: Check = {
  name: 'tls',
  group: 'nginx',
  async run({ env, now }) {
    const files = findCertificate(env);
    if (!files) return [warn('TLS_NONE')];
    let chain: X509Certificate[];
    try {
      chain = certificatesOf(readFileSync(files.certificate, 'utf8'));
    } catch (error) {
      return [fail('TLS_UNREADABLE', { path: files.certificate, detail: messageOf(error) })];
    }
    const [leaf, ...rest] = chain;
    if (!leaf) return [fail('TLS_UNREADABLE', { path: files.certificate, detail: '0 × CERTIFICATE' })];
    const found = [
      ...timeOf(chain, now),
      ...keyOf(leaf, files.key),
      ...chainOf(leaf, rest),
      ...namesOf(leaf, env.publicHosts),
      ...(await servedOf(leaf, env)),
    ];
    const days = Math.floor((Date.parse(leaf.validTo) - now) / DAY);
    return found.length > 0 ? found : [pass('TLS_GOOD', { days })];
  },
};

function certificatesOf(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

function timeOf(chain: readonly X509Certificate[], now: number): Finding[] {
  return chain.flatMap(({ subject, validFrom, validTo }) => {
    const [from, until] = [Date.parse(validFrom), Date.parse(validTo)];
    const name = subject.replaceAll('\n', ', ');
    if (now >= until) return fail('TLS_EXPIRED', { name, days: Math.floor((now - until) / DAY) });
    if (now < from) return fail('TLS_NOT_YET', { name, from: new Date(from).toISOString() });
    return until - now < SOON * DAY
      ? warn('TLS_ENDS_SOON', { name, days: Math.floor((until - now) / DAY) })
      : [];
  });
}

function keyOf(leaf: X509Certificate, path: string): Finding[] {
  try {
    const key = createPrivateKey(readFileSync(path));
    return leaf.checkPrivateKey(key) ? [] : [fail('TLS_OTHER_KEY', { path })];
  } catch (error) {
    return [fail('TLS_UNREADABLE', { path, detail: messageOf(error) })];
  }
}

/** Each certificate has to be signed by the next one in the file, and the last by a root that browsers know. */
function chainOf(leaf: X509Certificate, rest: readonly X509Certificate[]): Finding[] {
  if (rest.length === 0 && isIssuedBy(leaf, leaf)) return [warn('TLS_SELF_SIGNED')];
  const chain = [leaf, ...rest];
  const broken = chain.findIndex((certificate, i) => {
    const issuer = chain[i + 1];
    return issuer !== undefined && !isIssuedBy(certificate, issuer);
  });
  if (broken >= 0) return [fail('TLS_CHAIN_BROKEN', { name: chain[broken]!.subject.replaceAll('\n', ', ') })];
  const last = chain.at(-1)!;
  const isKnown = rootCertificates.some((pem) => {
    const root = new X509Certificate(pem);
    return last.fingerprint256 === root.fingerprint256 || isIssuedBy(last, root);
  });
  return isKnown ? [] : [warn('TLS_CHAIN_UNKNOWN', { issuer: last.issuer.replaceAll('\n', ', ') })];
}

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate) =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

function namesOf(leaf: X509Certificate, hosts: readonly string[]): Finding[] {
  const missing = hosts.filter((host) => !(isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)));
  return missing.length > 0 ? [fail('TLS_NAMES', { hosts: missing.join(', ') })] : [];
}

async function servedOf(leaf: X509Certificate, { httpsPort: port, publicHosts }: Env): Promise<Finding[]> {
  const served = await servedCertificate(
    port,
    publicHosts.find((host) => !isIP(host)),
  );
  if (served === undefined) return [fail('TLS_NOT_SERVED', { port })];
  return served.fingerprint256 === leaf.fingerprint256 ? [] : [fail('TLS_OTHER_SERVED', { port })];
}

function servedCertificate(port: number, servername = ''): Promise<PeerCertificate | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false, timeout: 3000 });
    const give = (certificate?: PeerCertificate) => {
      resolve(certificate);
      socket.destroy();
    };
    socket.on('secureConnect', () => give(socket.getPeerCertificate()));
    socket.on('timeout', () => give());
    socket.on('error', () => give());
  });
}

const messageOf = (error: unknown) =>
  error instanceof Error ? error.message.split('\n')[0]! : String(error);
