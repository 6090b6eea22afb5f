// Whose address a request carries. Only Nginx is believed, and only for the one header that it overwrites.

import { timingSafeEqual } from 'node:crypto';
import { type Address, parseAddress } from '@/lib/routing/address';

export const SECRET_HEADER = 'x-sluice-secret';

/**
 * Whether the request came through our Nginx, which alone knows the secret. Compared in constant time.
 */
export function cameThroughNginx(headers: Headers, secret: string): boolean {
  const given = Buffer.from(headers.get(SECRET_HEADER) ?? '');
  const expected = Buffer.from(secret);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * The visitor's address, or null where it cannot be read plainly: no secret, no address, several, or another spelling
 * than `parseAddress` takes. X-Forwarded-For is never read.
 */
export function clientAddress(headers: Headers, secret: string): Address | null {
  if (!cameThroughNginx(headers, secret)) return null;
  const result = parseAddress(headers.get('x-real-ip') ?? '');
  return result.ok ? result.address : null;
}
