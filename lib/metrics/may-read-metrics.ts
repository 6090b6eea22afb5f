// Figures are for programs on this machine.

/** Written by Next where a request has none: the address of the connection's other end. */
const PEER = 'x-forwarded-for';
const loopback = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/;

/**
 * Whether a request came straight from this machine. All that comes through Nginx carries its secret; what carries any was
 * meant for something else.
 *
 * @example mayReadMetrics(new Headers({ 'x-forwarded-for': '127.0.0.1' })) // true
 */
export function mayReadMetrics(headers: Headers): boolean {
  if (headers.has('x-sluice-secret') || headers.has('x-real-ip')) return false;
  const peer = headers.get(PEER);
  return peer !== null && loopback.test(peer);
}
