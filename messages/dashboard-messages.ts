// The words that the dashboard's client components use. They travel with the first page, so only those do that it may need: some
// everywhere, the others in the section whose components say them.

import type { Locale } from '@/lib/i18n';
import { type Messages, messages } from './messages';

type Namespace = keyof Messages;

/** What is round every page, and what all forms have. */
export const sharedNamespaces = ['ui', 'form', 'auth'] as const satisfies readonly Namespace[];

/** By the section's folder in app/admin; the others have no words of their own. */
export const sectionNamespaces = {
  apps: ['apps', 'list'],
  audit: ['visits', 'decision'],
  import: ['import'],
  'ip-ranges': ['ranges', 'list'],
  'live-sessions': ['guard'],
  people: ['people'],
  settings: ['settings'],
  users: ['users', 'ranges', 'list'],
} as const satisfies Record<string, readonly Namespace[]>;

export type Section = keyof typeof sectionNamespaces;

const texts = new Map<string, string>();

/** The words of a section, or those that are shared, as JSON: one text costs React nothing, a thousand values do. */
export function dashboardMessages(locale: Locale, section?: Section): string {
  const key = `${locale} ${section ?? ''}`;
  let text = texts.get(key);
  if (text === undefined) {
    const names = section ? sectionNamespaces[section] : sharedNamespaces;
    text = JSON.stringify(Object.fromEntries(names.map((name) => [name, messages[locale][name]])));
    texts.set(key, text);
  }
  return text;
}
