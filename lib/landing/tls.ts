// What Nginx says about TLS. It is the one that speaks it, so its word counts and not what files there are.

import { cameThroughNginx } from './client-address';
import { allowedHost, urlHost } from './public-hosts';

/** `on` where Nginx speaks TLS: then so does every guarded port. */
export const TLS_HEADER = 'x-sluice-tls';

type Settings = { proxySecret: string; publicHosts: readonly string[]; httpsPort: number };

/** Whether there is TLS; a request that did not come through Nginx cannot say so. */
export function isTlsOn(headers: Headers, proxySecret: string): boolean {
  return headers.get(TLS_HEADER) === 'on' && cameThroughNginx(headers, proxySecret);
}

/**
 * Where a request in plain HTTP belongs where there is TLS: the same path at a host that is allowed; null for one that is there
 * already, and for hosts that are not.
 */
export function placeOverTls(url: URL, headers: Headers, settings: Settings): string | null {
  const { proxySecret, publicHosts, httpsPort } = settings;
  if (headers.get('x-forwarded-proto') !== 'http' || !isTlsOn(headers, proxySecret)) return null;
  const host = allowedHost(headers.get('host'), publicHosts);
  if (host === null) return null;
  return `https://${urlHost(host)}${httpsPort === 443 ? '' : `:${httpsPort}`}${url.pathname}${url.search}`;
}
