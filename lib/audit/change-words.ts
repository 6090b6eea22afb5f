// The words for what a ChangeEvent holds. The log outlives releases: a field, kind or entity without words is shown as written.

import { formatMoment, type Reader } from '@/lib/format';
import { type Locale, translator } from '@/lib/i18n';
import type { Snapshot, SnapshotValue } from './change';

type Group = 'kinds' | 'entities' | 'names' | 'fields' | 'values';

function wordOf(locale: Locale, group: Group, name: string): string {
  const t = translator(locale, 'changes');
  const key = `${group}.${name}` as never;
  return /^\w+$/.test(name) && t.has(key) ? t(key) : name;
}

/** What happened: «Changed». */
export const kindWord = (kind: string, locale: Locale) => wordOf(locale, 'kinds', kind);

/** What kind of thing it happened to: «IP range». */
export const entityWord = (entity: string, locale: Locale) => wordOf(locale, 'entities', entity);

/** What an object is called: settings and logs in words, all else by its own name. */
export function objectName(entity: string, label: string, locale: Locale): string {
  return entity === 'AuditLog' || entity === 'Setting' ? wordOf(locale, 'names', label) : label;
}

/** The name of a field: «Valid until». */
export const fieldWord = (field: string, locale: Locale) => wordOf(locale, 'fields', field);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const choices: Record<string, readonly string[]> = {
  effect: ['allow', 'deny'],
  landing: ['first', 'choose'],
  role: ['viewer', 'editor', 'admin'],
};

/**
 * The value of a field as people read it: moments in their time zone, choices and yes or no in words.
 *
 * @example valueWords('enabled', false, { locale: 'en', timeZone: 'UTC' }) // 'no'
 */
export function valueWords(field: string, value: SnapshotValue, by: Reader): string {
  if (value === null || value === '') return wordOf(by.locale, 'values', 'none');
  if (typeof value === 'boolean') return wordOf(by.locale, 'values', value ? 'yes' : 'no');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') {
    return value.length > 0 ? value.join(', ') : wordOf(by.locale, 'values', 'none');
  }
  if (value === '[redacted]') return wordOf(by.locale, 'values', 'redacted');
  if (instant.test(value) && !Number.isNaN(Date.parse(value))) return formatMoment(Date.parse(value), by);
  return choices[field]?.includes(value) ? wordOf(by.locale, 'values', value) : value;
}

/** A stored state as a Snapshot: what is not a plain value is left out, so that a page never breaks on an odd row. */
export function snapshotOf(json: unknown): Snapshot | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const entries = Object.entries(json).filter(
    ([, value]) => value === null || typeof value !== 'object' || Array.isArray(value),
  );
  return Object.fromEntries(entries) as Snapshot;
}
