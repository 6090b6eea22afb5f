import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import type { Env } from '@/lib/env';
import { TlsError, type TlsProblem, type TlsStatus, tlsStatus } from '@/lib/nginx/certificate';
import { type Check, type Finding, fail, pass, warn } from '../check';

/** The certificate: its time, its key, its chain, its names, and whether it is the one that is served. */
export const tls: Check = {
  name: 'tls',
  group: 'nginx',
  async run({ env, now }) {
    try {
      const status = tlsStatus(env, now);
      return status ? await findingsOf(status, env) : [warn('TLS_NONE')];
    } catch (error) {
      if (error instanceof TlsError) return [unusable(error)];
      throw error;
    }
  },
};

async function findingsOf(status: TlsStatus, env: Env): Promise<Finding[]> {
  const missing = status.problems.flatMap((problem) =>
    problem.reason === 'NAME_MISSING' ? problem.host : [],
  );
  const isUnknown = !status.isKnown && !status.problems.some(({ reason }) => reason === 'SELF_SIGNED');
  const found = [
    ...status.problems.flatMap((problem) => findingOf(problem, status)),
    ...(isUnknown ? [warn('TLS_CHAIN_UNKNOWN', { issuer: status.issuer })] : []),
    ...(missing.length > 0 ? [fail('TLS_NAMES', { hosts: missing.join(', ') })] : []),
    ...(await servedOf(status, env)),
  ];
  return found.length > 0 ? found : [pass('TLS_GOOD', { days: status.daysLeft })];
}

function findingOf(problem: TlsProblem, { subject: name, from, daysLeft }: TlsStatus): Finding[] {
  switch (problem.reason) {
    case 'EXPIRED':
      return [fail('TLS_EXPIRED', { name, days: -daysLeft - 1 })];
    case 'NOT_YET_VALID':
      return [fail('TLS_NOT_YET', { name, from: new Date(from).toISOString() })];
    case 'EXPIRES_SOON':
      return [warn('TLS_ENDS_SOON', { name, days: daysLeft })];
    case 'SELF_SIGNED':
      return [warn('TLS_SELF_SIGNED')];
    case 'CHAIN_ORDER':
      return [fail('TLS_CHAIN_BROKEN', { name: problem.subject })];
    case 'CHAIN_EXPIRED':
      return [fail('TLS_CHAIN_EXPIRED', { name: problem.subject })];
    case 'CHAIN_EXPIRES_SOON':
      return [warn('TLS_ENDS_SOON', { name: problem.subject, days: problem.daysLeft })];
    // Names are told together, the key's mode with those of the other files, and who vouches for it by `isKnown`.
    case 'INCOMPLETE_CHAIN':
    case 'NAME_MISSING':
    case 'KEY_OPEN':
      return [];
  }
}

function unusable({ reason, path, detail }: TlsError): Finding {
  if (reason === 'OTHER_KEY') return fail('TLS_OTHER_KEY', { path });
  if (reason === 'ENCRYPTED_KEY') return fail('TLS_ENCRYPTED_KEY', { path });
  return fail('TLS_UNREADABLE', { path, detail: detail.split('\n')[0] || '0 × CERTIFICATE' });
}

async function servedOf(
  { fingerprint }: TlsStatus,
  { httpsPort: port, publicHosts }: Env,
): Promise<Finding[]> {
  const served = await servedCertificate(
    port,
    publicHosts.find((host) => !isIP(host)),
  );
  if (served === undefined) return [fail('TLS_NOT_SERVED', { port })];
  return served.fingerprint256 === fingerprint ? [] : [fail('TLS_OTHER_SERVED', { port })];
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
