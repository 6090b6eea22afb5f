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

export function dashboardMessages(locale: Locale): DashboardMessages {
  const all = messages[locale];
  return Object.fromEntries(dashboardNamespaces.map((name) => [name, all[name]])) as DashboardMessages;
}
