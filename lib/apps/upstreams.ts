// Where an app listens, and whether the guard stands before it. Nginx's configuration, the guard, the keeper's health checks
// and the doctor ask here and so agree.

import type { RuleApp } from '@/lib/routing/rules';

type Listening = Pick<RuleApp, 'host' | 'port' | 'upstream' | 'guarded'>;

/** A guarded app that names no upstream listens on loopback, this far above its public port. */
export const UPSTREAM_OFFSET = 10_000;

/**
 * Whether Nginx listens at the app's public port and lets in whom the guard lets in. An app on another server's host cannot
 * be guarded from here.
 */
export function isGuarded({ guarded, host }: Pick<Listening, 'guarded' | 'host'>): boolean {
  return guarded && host === null;
}

/**
 * Where the app's copies listen, as host:port; empty where nothing is known: an unguarded app without upstreams is at its
 * public port itself.
 *
 * @example upstreamsOf({ host: null, port: 8501, upstream: null, guarded: true }) // ['127.0.0.1:18501']
 * @example upstreamsOf({ host: null, port: 8501, upstream: '127.0.0.1:9001, 127.0.0.1:9002', guarded: true }).length // 2
 */
export function upstreamsOf(app: Listening): string[] {
  if (app.upstream !== null) return app.upstream.split(',').map((place) => place.trim());
  return isGuarded(app) ? [`127.0.0.1:${app.port + UPSTREAM_OFFSET}`] : [];
}

/**
 * A place's two halves; the host of an IPv6 place without its brackets.
 *
 * @example splitPlace('[::1]:18501') // { host: '::1', port: 18501 }
 */
export function splitPlace(place: string): { host: string; port: number } {
  const colon = place.lastIndexOf(':');
  return { host: place.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(place.slice(colon + 1)) };
}
