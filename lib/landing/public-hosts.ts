// By which host names and addresses visitors may come, and so where redirects may point.

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { ownAddresses } from '@/lib/own-addresses';
import { formatAddress, parseAddress } from '@/lib/routing/address';

/**
 * The name or address in a Host header, without port, in lower case and canonical spelling; null where the header is
 * missing or not plainly a host. A trailing dot is left off: `example.com.` is example.com.
 *
 * @example hostOf('[::1]:8080') // '::1'
 */
export function hostOf(header: string | null): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::\d{1,5})?$/i.exec(header ?? '');
  const host = (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
  if (!host) return null;
  const address = parseAddress(host);
  return address.ok ? formatAddress(address.address) : host;
}

/** The host as it is written in a URL: IPv6 addresses in brackets. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

let own: { hosts: Set<string>; readAt: number } | undefined;

/** How long this machine's addresses are believed not to have changed, in ms. */
const OWN_HOSTS_AGE = 10_000;

/**
 * The host when visitors may come by it, else null: one of `publicHosts`, or, where that is empty, one of this machine's
 * own addresses and names.
 */
export function allowedHost(header: string | null, publicHosts: readonly string[]): string | null {
  const host = hostOf(header);
  if (host === null) return null;
  if (publicHosts.length > 0) return publicHosts.includes(host) ? host : null;
  if (/^127\.\d+\.\d+\.\d+$/.test(host)) return host;
  if (!own || Date.now() - own.readAt > OWN_HOSTS_AGE) own = { hosts: ownHosts(), readAt: Date.now() };
  return own.hosts.has(host) ? host : null;
}

/** This machine's addresses, its name, and the names that its hosts file gives to them. */
function ownHosts(): Set<string> {
  const hosts = new Set(['localhost', hostname().toLowerCase()]);
  for (const { address } of ownAddresses())
    hosts.add(hostOf(address.includes(':') ? `[${address}]` : address) ?? address);
  for (const line of hostsFile().split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (hosts.has(address) || address.startsWith('127.'))
      for (const name of names) hosts.add(name.toLowerCase());
  }
  return hosts;
}

function hostsFile(): string {
  try {
    return readFileSync('/etc/hosts', 'utf8');
  } catch {
    // None, or not for us to read: the names in it are then not known, and so not allowed.
    return '';
  }
}
