// What the landing reads from a request besides the address.

import { randomBytes } from 'node:crypto';
import { isLocale, type Locale, localeFromHeader } from '@/lib/i18n';
import { cameThroughNginx, SECRET_HEADER } from './client-address';

export const LOCALE_COOKIE = 'sluice_lang';
const localeCookie = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=(\\w+)`);

/** Nginx's id of the request; a new one where the request did not come through Nginx. */
export function requestIdOf(headers: Headers, secret: string): string {
  const given = headers.get('x-request-id') ?? '';
  return /^[0-9a-f]{32}$/.test(given) && cameThroughNginx(headers, secret)
    ? given
    : randomBytes(16).toString('hex');
}

/** The language the visitor chose, else the one the browser asks for. */
export function localeOf(headers: Headers): Locale {
  const chosen = localeCookie.exec(headers.get('cookie') ?? '')?.[1];
  return isLocale(chosen) ? chosen : localeFromHeader(headers.get('accept-language'));
}

/** The headers without what only Nginx and the portal may know of each other. */
export function withoutTrustedHeaders(headers: Headers): Headers {
  const rest = new Headers(headers);
  rest.delete(SECRET_HEADER);
  return rest;
}
