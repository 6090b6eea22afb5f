import type { Env } from './env';
import { urlHost } from './landing/public-hosts';

/**
 * The origin by which a browser reaches the dashboard, as far as the environment tells; for links that a terminal shows.
 *
 * @example dashboardOrigin(env()) // 'http://127.0.0.1:8080'
 */
export function dashboardOrigin({
  adminOrigin,
  adminHost,
  publicHosts,
  httpPort,
}: Pick<Env, 'adminOrigin' | 'adminHost' | 'publicHosts' | 'httpPort'>): string {
  if (adminOrigin) return adminOrigin;
  const host = urlHost(adminHost ?? publicHosts[0] ?? '127.0.0.1');
  return `http://${host}${httpPort === 80 ? '' : `:${httpPort}`}`;
}
