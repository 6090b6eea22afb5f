// Whether a request may see the dashboard at all, before anybody signs in. Asked by middleware.ts, and again wherever
// the dashboard's data is reached, since middleware is a convenience and not the authority.

import { type Env, hostOfOrigin } from './env';
import { cameThroughNginx } from './landing/client-address';
import { allowedHost, hostOf } from './landing/public-hosts';
import { formatAddress, parseAddress } from './routing/address';
import { parseRange, rangeContains } from './routing/range';

/** The origin by which the browser came, as Nginx knows it: its own scheme and port, and the host that was asked for. */
export const ORIGIN_HEADER = 'x-sluice-origin';

/** The path and query that were asked for, for pages, which Next does not tell. */
export const PATH_HEADER = 'x-sluice-path';

/** The nonce of the answer's scripts, for the one that a page writes itself. */
export const NONCE_HEADER = 'x-sluice-nonce';

export type GateSettings = Pick<
  Env,
  'proxySecret' | 'publicHosts' | 'adminHost' | 'adminAllow' | 'adminOrigin'
>;

export type Admission = {
  /** What a browser that is on the dashboard writes as Origin. */
  readonly origin: string;
  /** Whence the request comes, in canonical spelling. */
  readonly address: string;
};

/**
 * Null where there shall seem to be no dashboard: the request did not come through Nginx, its address cannot be read plainly
 * or is not among ADMIN_ALLOW, or the host is not the dashboard's.
 */
export function admit(headers: Headers, settings: GateSettings): Admission | null {
  if (!cameThroughNginx(headers, settings.proxySecret)) return null;
  if (!isDashboardHost(headers.get('host'), settings)) return null;
  const parsed = parseAddress(headers.get('x-real-ip') ?? '');
  if (!parsed.ok) return null;
  const isIn = (network: string) => {
    const range = parseRange(network);
    return range.ok && rangeContains(range.range, parsed.address);
  };
  if (settings.adminAllow.length > 0 && !settings.adminAllow.some(isIn)) return null;
  const origin = settings.adminOrigin ?? headers.get(ORIGIN_HEADER);
  return origin ? { origin, address: formatAddress(parsed.address) } : null;
}

function isDashboardHost(
  header: string | null,
  { adminHost, adminOrigin, publicHosts }: GateSettings,
): boolean {
  const only = adminHost ?? (adminOrigin && hostOfOrigin(adminOrigin));
  return only ? hostOf(header) === only : allowedHost(header, publicHosts) !== null;
}

/** Whether the request came by the host name that the dashboard has to itself. */
export function isAdminHost(headers: Headers, { adminHost }: GateSettings): boolean {
  return adminHost !== undefined && hostOf(headers.get('host')) === adminHost;
}

/**
 * Whether a request that may change something comes from a page of the dashboard. Ports count: an app on another port of
 * the same host is another origin, although it shares the host's cookies. A missing Origin is none.
 */
export function hasOwnOrigin(headers: Headers, { origin }: Admission): boolean {
  return headers.get('origin') === origin;
}
