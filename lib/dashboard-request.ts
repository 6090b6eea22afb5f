// What the dashboard's requests carry besides what the browser and the page say.

import { log } from '@/lib/log';
import { type Admission, hasOwnOrigin, NONCE_HEADER, PATH_HEADER } from './admin-gate';
import { translator } from './i18n';
import { localeOf } from './landing/request';
import { contentSecurityPolicy } from './security-headers';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * The answer to a request that could change something and does not come from a page of the dashboard; null where it may
 * pass. The words are for the one who gets it although they did nothing wrong: behind a proxy that Nginx knows nothing of,
 * ADMIN_ORIGIN has to say what browsers see.
 */
export function refusedForOrigin(method: string, headers: Headers, admission: Admission): Response | null {
  if (safeMethods.includes(method) || hasOwnOrigin(headers, admission)) return null;
  const given = (headers.get('origin') ?? 'none').slice(0, 200).replace(/[^\x20-\x7e]/g, '?');
  log.warn(
    'dashboard',
    `refused a ${method} whose Origin is ${given} and not ${admission.origin}; if people see the dashboard there, set ADMIN_ORIGIN`,
  );
  const words = translator(localeOf(headers), 'refusals');
  return new Response(`${words('ORIGIN')}\n`, {
    status: 403,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}

/**
 * The request's headers for the dashboard's pages: what Nginx said stays, so that each page can look at it again; Next and
 * next-auth are told the browser's own scheme and host, by which they check origins and write redirects. Next reads the nonce for
 * its scripts from the policy.
 */
export function requestForDashboard(
  headers: Headers,
  url: URL,
  { origin }: Admission,
  nonce: string,
): Headers {
  const { host, protocol } = new URL(origin);
  const told = new Headers(headers);
  told.set('x-forwarded-host', host);
  told.set('x-forwarded-proto', protocol.slice(0, -1));
  told.set(PATH_HEADER, url.pathname + url.search);
  told.set(NONCE_HEADER, nonce);
  told.set('content-security-policy', contentSecurityPolicy(nonce));
  return told;
}
