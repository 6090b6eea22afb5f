// What operators have set, for administrators to see. Never a secret: each variable is named here, and the database only by
// its kind.

import { providerOf } from './db';
import { env } from './env';
import { tlsFiles } from './nginx/certificate';

export type VisibleVariable =
  | 'HTTP_PORT'
  | 'HTTPS_PORT'
  | 'PORTAL_PORT'
  | 'GUARD_PORT'
  | 'PORTAL_UPSTREAMS'
  | 'PUBLIC_HOSTS'
  | 'TRUSTED_PROXIES'
  | 'ADMIN_HOST'
  | 'ADMIN_ALLOW'
  | 'ADMIN_ORIGIN'
  | 'TLS_CERTIFICATE'
  | 'HSTS'
  | 'ACCESS_LOG'
  | 'DEFAULT_LANDING'
  | 'SUPPORT_CONTACT'
  | 'DATA_DIR'
  | 'DATABASE_URL';

/** The values in force; an empty text is one that is not set. */
export function visibleEnvironment(): { name: VisibleVariable; value: string }[] {
  const now = env();
  const files = tlsFiles(now);
  const values: Record<VisibleVariable, string> = {
    HTTP_PORT: String(now.httpPort),
    HTTPS_PORT: files ? String(now.httpsPort) : '',
    PORTAL_PORT: String(now.portalPort),
    GUARD_PORT: String(now.guardPort),
    PORTAL_UPSTREAMS: now.portalUpstreams.join(', '),
    PUBLIC_HOSTS: now.publicHosts.join(', '),
    TRUSTED_PROXIES: now.trustedProxies.join(', '),
    ADMIN_HOST: now.adminHost ?? '',
    ADMIN_ALLOW: now.adminAllow.join(', '),
    ADMIN_ORIGIN: now.adminOrigin ?? '',
    TLS_CERTIFICATE: files?.certificate ?? '',
    HSTS: String(now.hsts),
    ACCESS_LOG: now.accessLog,
    DEFAULT_LANDING: now.defaultLanding,
    SUPPORT_CONTACT: now.supportContact,
    DATA_DIR: now.dataDir,
    DATABASE_URL: providerOf(now.databaseUrl) === 'sqlite' ? 'SQLite' : 'PostgreSQL',
  };
  return Object.entries(values).map(([name, value]) => ({ name: name as VisibleVariable, value }));
}
