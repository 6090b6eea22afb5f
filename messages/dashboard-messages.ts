// The words that the dashboard's client components use. They travel with the first page, so only these do.

import type { Locale } from '@/lib/i18n';
import { type Messages, messages } from './messages';

export const dashboardNamespaces = [
  'ui',
  'list',
  'form',
  'apps',
  'users',
  'ranges',
  'visits',
  'people',
  'auth',
  'settings',
  'import',
  'decision',
  'guard',
] as const satisfies readonly (keyof Messages)[];

export type DashboardMessages = Pick<Messages, (typeof dashboardNamespaces)[number]>;

const texts = new Map<Locale, string>();

/** A language's DashboardMessages, as JSON. */
export function dashboardMessages(locale: Locale): string {
  let text = texts.get(locale);
  if (text === undefined) {
    const all = messages[locale];
    text = JSON.stringify(Object.fromEntries(dashboardNamespaces.map((name) => [name, all[name]])));
    texts.set(locale, text);
  }
  return text;
}
