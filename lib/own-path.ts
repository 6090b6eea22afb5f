/**
 * A path of this site, whatever was asked for, else `/`: browsers take `//host` and `/\host` for another site.
 *
 * @example ownPath('/admin/users?q=kim') // '/admin/users?q=kim'
 */
export function ownPath(asked: string | null | undefined): string {
  const here = 'http://here.invalid';
  if (!asked?.startsWith('/') || !URL.canParse(asked, here)) return '/';
  const { origin, pathname, search } = new URL(asked, here);
  return origin === here && !pathname.startsWith('//') ? pathname + search : '/';
}
