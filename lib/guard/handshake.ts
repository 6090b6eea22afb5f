// A websocket's handshake as it goes on to the app, and as the app's answer is read. Pure.

import { withoutPortalCookies } from './cookies';
import { foreignIdentityHeaders, type Identity } from './identity';

/** Of this connection alone (RFC 9110 7.6.1), or of a body, which a handshake has none of. */
const hopByHop = new Set([
  ...['connection', 'upgrade', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'content-length', 'expect'],
]);

const foreign = new Set(foreignIdentityHeaders.map((name) => name.toLowerCase()));

/**
 * The request that the app gets: the visitor's path and headers, without what belongs to the connection, what could be forged,
 * and the portal's cookies; with who the visitor is. `rawHeaders` as Node has them: names and values in turn.
 *
 * @example handshakeFor('/_stcore/stream', ['Host', 'a:8501'], { user: null, email: null, address: '10.1.2.7' })
 */
export function handshakeFor(url: string, rawHeaders: readonly string[], identity: Identity): Buffer {
  const lines = [`GET ${url} HTTP/1.1`];
  const cookies: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const value = rawHeaders[i + 1]!;
    const lower = name.toLowerCase();
    if (lower === 'cookie') cookies.push(value);
    // To WSGI an underscore and a dash are the same; Nginx lets no such name through, and neither does this.
    else if (!hopByHop.has(lower) && !foreign.has(lower) && !/^x-sluice-|_/.test(lower))
      lines.push(`${name}: ${value}`);
  }
  const cookie = withoutPortalCookies(cookies.join('; '));
  if (cookie !== '') lines.push(`Cookie: ${cookie}`);
  if (identity.user !== null) lines.push(`X-Sluice-User: ${identity.user}`);
  if (identity.email !== null) lines.push(`X-Sluice-Email: ${identity.email}`);
  lines.push(`X-Sluice-Address: ${identity.address}`, 'Upgrade: websocket', 'Connection: Upgrade');
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** The longest head of an answer that is read. */
export const LONGEST_HEAD = 16_384;

/**
 * The head of the app's answer, once it is complete: its status, and how many bytes it has. Undefined while there is more to
 * come; status 502 where it is no answer.
 */
export function answerHead(received: Buffer): { status: number; length: number } | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0 && received.length <= LONGEST_HEAD) return undefined;
  const match = /^HTTP\/1\.1 (\d{3})[ \r]/.exec(received.subarray(0, 16).toString('latin1'));
  if (end < 0 || !match) return { status: 502, length: received.length };
  return { status: Number(match[1]), length: end + 4 };
}
