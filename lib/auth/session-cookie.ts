// The names and attributes of the dashboard's cookies.

/**
 * The name of a cookie. `__Host-` makes the browser refuse one that was not set over TLS by this very host; without TLS it
 * would refuse the cookie altogether.
 *
 * @example cookieName('https://sluice.example.com', 'session') // '__Host-sluice-session'
 */
export function cookieName(origin: string, name: 'session' | 'csrf' | 'callback'): string {
  return `${isSecure(origin) ? '__Host-' : ''}sluice-${name}`;
}

/** Lax: a link in a mail leads to the dashboard and not to the sign-in page; what changes something demands its Origin. */
export function cookieOptions(origin: string) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(origin) } as const;
}

const isSecure = (origin: string) => origin.startsWith('https:');
