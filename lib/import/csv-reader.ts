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
  const written = new Set(fields);
  const isComplete = csvFields[section].every((field) => written.has(field));
  const keys = table.rows.map(({ cells }) => keyIn(section, fields, cells));
  const read = (current: CurrentRules): ParsedRules => {
    const items = table.rows.map(({ cells }, row) => {
      const item: Record<string, unknown> = {};
      const put = (field: string, value: unknown) => {
        if (value !== undefined && value !== null) item[field] = value;
      };
      const stored = isComplete ? {} : storedItem(section, keys[row], current);
      for (const field in stored) if (!written.has(field)) put(field, stored[field]);
      for (const [i, field] of fields.entries())
        if (field !== null) put(field, cellValue(field, cells[i] ?? ''));
      return item;
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
  return { ok: true, table, read, names: namesOf(section, keys) };
}

/** Which object a row is about, by what the rules in force know it as; undefined where it names nothing right. */
type RowKey = { name: string; range?: { first: string; last: string } } | undefined;

function keyIn(section: Section, fields: readonly (string | null)[], cells: readonly string[]): RowKey {
  const column = fields.indexOf(keyFields[section]);
  const text = String(cellValue(keyFields[section], cells[column] ?? '') ?? '');
  if (section === 'apps') return { name: text };
  if (section === 'users') return { name: text.toLowerCase() };
  const parsed = parseRange(text);
  if (!parsed.ok) return undefined;
  const [first, last] = [addressToKey(parsed.range.first), addressToKey(parsed.range.last)];
  return { name: first + last, range: { first, last } };
}

/** What the rows are about. A row that names nothing right is none that could be changed. */
function namesOf(section: Section, keys: readonly RowKey[]): RulesNames {
  const known = keys.filter((key) => key !== undefined);
  return {
    emails: section === 'users' ? known.map(({ name }) => name) : [],
    ranges: known.flatMap(({ range }) => range ?? []),
  };
}

/** What the rules in force say about the object of a row. */
const storedItem = (section: Section, key: RowKey, current: CurrentRules): Snapshot =>
  key === undefined ? {} : (current[section].get(key.name)?.rule ?? {});
