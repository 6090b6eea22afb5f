// Where Nginx listens, and by which names it is asked.

import { parseAddress } from '@/lib/routing/address';
import { NginxTextError } from './quote';

export type ListenOptions = {
  tls: boolean;
  /** Whether the machine has IPv6 at all. */
  ipv6: boolean;
  /** Answers for every name that no other server of this port has. */
  isDefault: boolean;
};

/**
 * The `listen` lines of a port on every interface. Two sockets: on one for both families an IPv4 visitor would arrive as
 * ::ffff:a.b.c.d. Throws NginxTextError on what is no port.
 *
 * @example listen(8501, { tls: false, ipv6: false, isDefault: true }) // ['listen 0.0.0.0:8501 default_server;']
 */
export function listen(number: number, { tls, ipv6, isDefault }: ListenOptions): string[] {
  const flags = `${tls ? ' ssl' : ''}${isDefault ? ' default_server' : ''}`;
  return [
    `listen 0.0.0.0:${port(number)}${flags};`,
    ...(ipv6 ? [`listen [::]:${port(number)}${flags}${isDefault ? ' ipv6only=on' : ''};`] : []),
  ];
}

/** A port, checked. */
export function port(value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > 65535) throw new NginxTextError(String(value), 'PORT');
  return value;
}

/** A name as `server_name` takes it literally: no wildcard, no regular expression, no catch-all. */
export function serverName(host: string): string {
  const result = parseAddress(host);
  if (result.ok && result.address.family === 6) return `[${host.toLowerCase()}]`;
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) throw new NginxTextError(host, 'HOST');
  return host.toLowerCase();
}

/** Where something listens, host:port with IPv6 in brackets, as an upstream's `server` takes it. */
export function place(text: string): string {
  const [, host = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const isBracketed = bare !== host;
  if (serverName(bare).startsWith('[') !== isBracketed) throw new NginxTextError(text, 'HOST');
  return `${host}:${port(Number(digits))}`;
}
