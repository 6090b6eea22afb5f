import type { Env } from './env';
import { urlHost } from './landing/public-hosts';
import { tlsFiles } from './nginx/certificate';

/**
 * The origin by which a browser reaches the dashboard, as far as the environment tells; for links that a terminal shows.
 *
 * @example dashboardOrigin(env()) // 'http://127.0.0.1:8080'
 */
export function dashboardOrigin(env: Env): string {
  return env.adminOrigin ?? nginxOrigin(env, env.adminHost ?? env.publicHosts[0] ?? '127.0.0.1');
}

/**
 * The origin of what Nginx answers at a host: with TLS where there is a certificate.
 *
 * @example nginxOrigin(env(), '::1') // 'http://[::1]:8080'
 */
export function nginxOrigin(env: Env, host: string): string {
  const [scheme, port, own] = tlsFiles(env) ? ['https', env.httpsPort, 443] : ['http', env.httpPort, 80];
  return `${scheme}://${urlHost(host)}${port === own ? '' : `:${port}`}`;
}
