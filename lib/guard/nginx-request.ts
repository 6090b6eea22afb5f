// What a request from Nginx says: who asks, by which host, for which app. Nothing is believed without the secret.

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Visit } from '@/lib/audit/access-event';
import { allowedHost } from '@/lib/landing/public-hosts';
import { type Address, parseAddress } from '@/lib/routing/address';

export type NginxRequest = {
  address: Address | null;
  appId: number;
  /** Null where visitors may not come by it. */
  host: string | null;
  requestId: string;
};

/** Whether the request came through our Nginx. Compared in constant time. */
export function cameThroughNginx({ headers }: Pick<IncomingMessage, 'headers'>, secret: Buffer): boolean {
  const given = Buffer.from(one(headers['x-sluice-secret']));
  return given.length === secret.length && timingSafeEqual(given, secret);
}

/** What Nginx says; null without its secret, or without an app. */
export function nginxRequest(
  request: Pick<IncomingMessage, 'headers'>,
  secret: Buffer,
  publicHosts: readonly string[],
): NginxRequest | null {
  if (!cameThroughNginx(request, secret)) return null;
  const { headers } = request;
  const appId = Number(one(headers['x-sluice-app']));
  if (!Number.isSafeInteger(appId) || appId < 1) return null;
  const address = parseAddress(one(headers['x-real-ip']));
  return {
    address: address.ok ? address.address : null,
    appId,
    host: allowedHost(headers.host ?? null, publicHosts),
    requestId: one(headers['x-request-id']),
  };
}

/** The visit as the log keeps it: its path without the query. */
export function visitOf(
  { host, requestId }: NginxRequest,
  { headers, url }: Pick<IncomingMessage, 'headers' | 'url'>,
  at: number,
): Visit {
  const path = (url ?? '').replace(/\?.*/s, '');
  return { at, host, path, userAgent: headers['user-agent'] ?? null, requestId };
}

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');
