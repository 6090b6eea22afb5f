// Which field a column of a CSV file is, and what a cell says in it. Pure.

import { appFields } from '../apps/schema';
import { fieldWord } from '../audit/change-words';
import { closest } from '../closest';
import { type Locale, locales } from '../i18n';
import { rangeFields } from '../ip-ranges/schema';
import { shown } from '../rule-fields';
import type { Section } from '../rules-file/parse';
import { userFields } from '../users/schema';
import type { CsvProblem, CsvRow } from './csv-table';

/** The field that tells the objects apart. */
export const keyFields = { apps: 'slug', users: 'email', ranges: 'range' } as const;

export const csvFields: Record<Section, readonly string[]> = {
  apps: appFields,
  users: userFields,
  ranges: rangeFields,
};

/** What a column may be called, besides the field's own name: as the dashboard calls the field, in either language. */
export const columnLabel = (field: string, locale: Locale) => fieldWord(field, locale);

/** Other words that people use for a field. */
const aliases: Record<string, readonly string[]> = {
  range: ['ip range', 'ip', 'IP 범위', 'IP 대역', 'IP 주소'],
  enabled: ['사용 여부'],
  user: ['사용자', 'owner'],
};

const normal = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_*()-]+/g, '');

/** The fields of the columns, in order; null for a column without a name. */
export function columnFields(
  section: Section,
  header: CsvRow,
): { fields: (string | null)[]; problems: CsvProblem[] } {
  const names = new Map<string, string>();
  for (const field of csvFields[section]) {
    for (const name of [field, ...(aliases[field] ?? [])]) names.set(normal(name), field);
    for (const locale of locales) names.set(normal(columnLabel(field, locale)), field);
  }
  const problems: CsvProblem[] = [];
  const report = (code: string, params: CsvProblem['params']) =>
    problems.push({ line: header.line, code, params, words: 'import' });
  const seen = new Set<string>();
  const fields = header.cells.map((cell) => {
    const name = normal(cell);
    if (name === '') return null;
    const field = names.get(name);
    if (!field) {
      const suggestion = closest(name, names.keys());
      report('COLUMN_UNKNOWN', {
        column: shown(cell.trim()),
        suggestion: suggestion ? names.get(suggestion)! : '',
        columns: csvFields[section].join(', '),
      });
      return null;
    }
    if (seen.has(field)) report('COLUMN_TWICE', { column: shown(cell.trim()), field });
    seen.add(field);
    return field;
  });
  const key = keyFields[section];
  if (!seen.has(key)) report('COLUMN_MISSING', { field: key, columns: csvFields[section].join(', ') });
  return { fields, problems };
}

const yes = ['true', 'yes', 'y', '1', 'on', '예', '네', '사용', '켜짐', '참'];
const no = ['false', 'no', 'n', '0', 'off', '아니요', '아니오', '사용안함', '중지', '꺼짐', '거짓'];

const flags = new Map<string, unknown>([
  ...yes.map((word) => [word, true] as const),
  ...no.map((word) => [word, false] as const),
]);

const words = new Map<string, ReadonlyMap<string, unknown>>([
  ['enabled', flags],
  ['guarded', flags],
  ['maintenance', flags],
  [
    'effect',
    new Map(Object.entries({ allow: 'allow', deny: 'deny', 허용: 'allow', 거부: 'deny', 차단: 'deny' })),
  ],
  ['landing', new Map(Object.entries({ first: 'first', choose: 'choose', 첫앱: 'first', 선택: 'choose' }))],
  ['scheme', new Map(Object.entries({ http: 'http', https: 'https' }))],
]);

/**
 * What a cell says, as a rules file would: undefined for an empty one; a word that the field does not know stays as it is,
 * for the field's own check to refuse.
 *
 * @example cellValue('apps', 'sales; finance') // ['sales', 'finance']
 */
export function cellValue(field: string, cell: string): unknown {
  const text = unguarded(cell).trim();
  if (text === '') return undefined;
  if (field === 'apps') return text.split(/[\s;,]+/).filter(Boolean);
  if (field === 'port') return /^\d{1,9}$/.test(text) ? Number(text) : text;
  return words.get(field)?.get(text.toLowerCase().replaceAll(' ', '')) ?? text;
}

/** Without the apostrophe with which an export keeps a spreadsheet from taking a text for a formula. */
const unguarded = (cell: string) => (/^'[=+\-@\t\r\n']/.test(cell) ? cell.slice(1) : cell);
