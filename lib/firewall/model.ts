// What the firewall's rules are made from, and how the environment and the apps become it.

import { isGuarded, upstreamsOf } from '@/lib/apps/upstreams';
import type { Env } from '@/lib/env';
import { outerAddresses } from '@/lib/own-addresses';
import { formatAddress, parseAddress } from '@/lib/routing/address';
import type { RuleApp } from '@/lib/routing/rules';

export type FirewallPort = { port: number; purpose: string };

export type FirewallModel = {
  /** Where Nginx listens. */
  open: readonly FirewallPort[];
  /** Apps of this machine that visitors reach without the guard. */
  unguarded: readonly FirewallPort[];
  /** What is ours and for this machine alone. */
  closed: readonly FirewallPort[];
  /** Who reaches Nginx's ports: addresses, CIDR blocks and first-last; empty: everybody. */
  visitors: readonly string[];
};

type Given = Pick<
  Env,
  'httpPort' | 'httpsPort' | 'portalPort' | 'guardPort' | 'portalUpstreams' | 'adminAllow' | 'trustedProxies'
>;

export type FirewallOptions = {
  /** Networks of visitors, where not everybody may come; those of the dashboard and of trusted proxies are added. */
  visitors?: readonly string[];
  /** Addresses of this machine that are not loopback. */
  ownAddresses?: readonly string[];
};

/** The model for this environment and these apps. A port has one fate: what is ours alone is never opened by an app. */
export function firewallModel(
  env: Given,
  apps: Iterable<RuleApp>,
  { visitors = [], ownAddresses = outerAddresses() }: FirewallOptions = {},
): FirewallModel {
  const isHere = (host: string) => isLoopback(host) || ownAddresses.includes(host);
  const all = [...apps].sort((a, b) => a.port - b.port);
  const local = all.filter(({ host }) => host === null || isHere(host));
  const taken = new Set<number>();
  const claim = (ports: FirewallPort[]) =>
    ports.filter(({ port }) => {
      const isFree = !taken.has(port);
      taken.add(port);
      return isFree;
    });
  const own = claim([
    { port: env.portalPort, purpose: 'portal' },
    { port: env.guardPort, purpose: 'guard' },
    ...placesHere(env.portalUpstreams, isHere).map((port) => ({ port, purpose: 'portal' })),
  ]);
  const open = claim([
    { port: env.httpPort, purpose: 'http' },
    { port: env.httpsPort, purpose: 'https' },
    ...local
      .filter((app) => app.enabled && isGuarded(app))
      .map(({ port, slug }) => ({ port, purpose: slug })),
  ]);
  const unguarded = claim(
    local.filter((app) => app.enabled && !isGuarded(app)).map(({ port, slug }) => ({ port, purpose: slug })),
  );
  const inner = claim([
    ...all.flatMap((app) =>
      placesHere(upstreamsOf(app), isHere).map((port) => ({ port, purpose: app.slug })),
    ),
    ...local.filter(({ enabled }) => !enabled).map(({ port, slug }) => ({ port, purpose: slug })),
  ]);
  const networks = visitors.length > 0 ? [...visitors, ...env.adminAllow, ...env.trustedProxies] : [];
  return { open, unguarded, closed: [...own, ...inner], visitors: [...new Set(networks)] };
}

/** The ports of those places that are on this machine. */
export function placesHere(places: readonly string[], isHere: (host: string) => boolean): number[] {
  return places.flatMap((place) => {
    const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(place) ?? [];
    return isHere(host) ? [Number(port)] : [];
  });
}

export function isLoopback(host: string): boolean {
  const parsed = parseAddress(host);
  if (!parsed.ok) return host === 'localhost';
  const text = formatAddress(parsed.address);
  return text === '::1' || text.startsWith('127.');
}
