import { cookies, headers } from 'next/headers';
import { isLocale, type Locale, localeFromHeader } from '@/lib/i18n';

/** The language of the request: the one chosen with the switch, else what the browser likes best. */
export async function requestLocale(): Promise<Locale> {
  const chosen = (await cookies()).get('sluice_lang')?.value;
  return isLocale(chosen) ? chosen : localeFromHeader((await headers()).get('accept-language'));
}
