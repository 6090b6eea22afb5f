// Which certificate and key Nginx is given.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '@/lib/env';

export type CertificateFiles = { certificate: string; key: string };

/** The configured files, there or not; else those in DATA_DIR/tls, where they are there; else undefined: no TLS. */
export function findCertificate({
  tlsCertificate,
  tlsKey,
  dataDir,
}: Pick<Env, 'tlsCertificate' | 'tlsKey' | 'dataDir'>): CertificateFiles | undefined {
  if (tlsCertificate && tlsKey) return { certificate: tlsCertificate, key: tlsKey };
  const files = {
    certificate: join(dataDir, 'tls', 'certificate.pem'),
    key: join(dataDir, 'tls', 'key.pem'),
  };
  return existsSync(files.certificate) ? files : undefined;
}
