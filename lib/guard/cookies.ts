// The portal's cookies, which browsers send to every port of its host, and which no app may see.

/** The dashboard's, the visitors' language, next-auth's own names; with a prefix (RFC 6265bis) and in pieces (.0, .1). */
const portalCookie = /^(?:__(?:host|secure)-)?(?:sluice[-_.]|next-auth\.|authjs\.)/i;

/**
 * A Cookie header without the portal's cookies; empty where nothing is left.
 *
 * @example withoutPortalCookies('a=1; __Host-sluice-session=secret; b=2') // 'a=1; b=2'
 */
export function withoutPortalCookies(header: string): string {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !portalCookie.test(pair))
    .join('; ');
}
