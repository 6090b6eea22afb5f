// A CSV file of apps, users or ranges as the rules file that says the same. Pure.

import type { ReservedPorts } from '../apps/schema';
import type { Snapshot } from '../audit/change';
import { addressToKey } from '../routing/address';
import { parseRange } from '../routing/range';
import type { RulesReader } from '../rules-file/apply';
import { type ParsedRules, type Progress, parseSource, type Section, unreadable } from '../rules-file/parse';
import type { CurrentRules, RulesNames } from '../rules-file/plan';
import { cellValue, columnFields, csvFields, keyFields } from './csv-columns';
import { type CsvProblem, type CsvTable, readCsv } from './csv-table';

export type CsvFile = RulesReader & ({ ok: true; table: CsvTable } | { ok: false; problems: CsvProblem[] });

/**
 * The file, ready to be read against the rules in force: a field without a column stays as it is there, while an empty cell
 * means the field's default. Nothing is ever removed for not being named.
 */
export function csvFile(
  bytes: Uint8Array,
  section: Section,
  reserved: ReservedPorts,
  progress?: Progress,
): CsvFile {
  const result = readCsv(bytes);
  if (!result.ok) return { ...result, read: () => unreadable(result.problems) };
  const { table } = result;
  const { fields, problems } = columnFields(section, table.header);
  if (table.rows.length === 0) problems.push({ line: 1, code: 'NO_ROWS', params: {}, words: 'import' });
  if (problems.length > 0) return { ok: false, problems, read: () => unreadable(problems) };
  const isComplete = csvFields[section].every((field) => fields.includes(field));
  const read = (current: CurrentRules): ParsedRules => {
    const items = table.rows.map(({ cells }) => {
      const given = Object.fromEntries(
        fields.flatMap((field, i) => (field === null ? [] : [[field, cellValue(field, cells[i] ?? '')]])),
      );
      return isComplete ? present(given) : present({ ...storedItem(section, given, current), ...given });
    });
    const lineOf = (path: readonly PropertyKey[]) => table.rows[Number(path[1])]?.line ?? table.header.line;
    const parsed = parseSource({ value: { [section]: items }, lineOf }, reserved, progress);
    const extra = table.rows.flatMap(({ line, cells }): ParsedRules['problems'] => {
      const isLonger = cells.slice(fields.length).some((cell) => cell.trim() !== '');
      const params = { cells: cells.length, columns: fields.length };
      return isLonger ? [{ line, field: '', code: 'CELLS', params, words: 'import' }] : [];
    });
    return { file: parsed.file, problems: [...parsed.problems, ...extra] };
  };
  return { ok: true, table, read, names: namesIn(section, fields, table) };
}

/** What the rows are about. A row that names nothing right is none that could be changed. */
function namesIn(section: Section, fields: readonly (string | null)[], { rows }: CsvTable): RulesNames {
  const names = { emails: [] as string[], ranges: [] as { first: string; last: string }[] };
  const column = fields.indexOf(keyFields[section]);
  if (column < 0 || section === 'apps') return names;
  for (const { cells } of rows) {
    const key = String(cellValue(keyFields[section], cells[column] ?? '') ?? '');
    if (section === 'users') names.emails.push(key.toLowerCase());
    else {
      const parsed = parseRange(key);
      if (!parsed.ok) continue;
      const { first, last } = parsed.range;
      names.ranges.push({ first: addressToKey(first), last: addressToKey(last) });
    }
  }
  return names;
}

/** The fields that are written, of an object in which the others are undefined or null. */
const present = (item: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value !== null));

/** What the rules in force say about the object of a row. */
function storedItem(section: Section, given: Record<string, unknown>, current: CurrentRules): Snapshot {
  const key = String(given[keyFields[section]] ?? '');
  if (section === 'apps') return current.apps.get(key)?.rule ?? {};
  if (section === 'users') return current.users.get(key.toLowerCase())?.rule ?? {};
  const parsed = parseRange(key);
  if (!parsed.ok) return {};
  const { first, last } = parsed.range;
  return current.ranges.get(addressToKey(first) + addressToKey(last))?.rule ?? {};
}
