// Many rows in one statement. The rows travel as one JSON parameter that the database takes apart: at every size at least
// as fast as a list of VALUES, with no limit on parameters and no casts for enums, dates or JSON on PostgreSQL.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Provider, Transaction } from './db';
import type { Prisma } from './generated/sqlite/client';

type WithJson<Row, Column extends keyof Row> = Omit<Row, Column> & { [Name in Column]?: object | null };

export type Tables = {
  App: Prisma.AppCreateManyInput;
  User: Prisma.UserCreateManyInput;
  IpRange: Prisma.IpRangeCreateManyInput;
  UserApp: Prisma.UserAppCreateManyInput;
  IpRangeApp: Prisma.IpRangeAppCreateManyInput;
  AccessEvent: Prisma.AccessEventCreateManyInput;
  ChangeEvent: WithJson<Prisma.ChangeEventCreateManyInput, 'before' | 'after'>;
};

export type InsertOptions = {
  /** Rows whose key is already there are left as they are. */
  onConflictDoNothing?: boolean;
};

/** Rows in one statement: as many as each database is fastest with. */
export const rowsPerStatement = { sqlite: 500, postgresql: 5000 };

/** So many rows are worth a look at what they share. */
const MANY = 100;

/** Which database a client or transaction talks to. */
export function providerOfClient(client: Database | Transaction): Provider {
  const provider = (client as { _activeProvider?: string })._activeProvider;
  if (provider === 'sqlite' || provider === 'postgresql') return provider;
  throw new Error(`not a Prisma client of a known provider: ${String(provider)}`);
}

/**
 * Inserts the rows, in order, and returns how many were written. A column that a row does not have is NULL; columns that
 * are not named take the database's default (`updatedAt` has none there). NUL characters and halves of surrogate pairs,
 * which PostgreSQL cannot hold, become U+FFFD. Columns of type Json take an object or null.
 *
 * @example await insertRows(tx, 'UserApp', ['userId', 'appId', 'position'], [{ userId: 1, appId: 2, position: 0 }])
 */
export async function insertRows<Table extends keyof Tables, Column extends keyof Tables[Table] & string>(
  tx: Database | Transaction,
  table: Table,
  columns: readonly Column[],
  rows: readonly Pick<Tables[Table], Column>[],
  { onConflictDoNothing = false }: InsertOptions = {},
): Promise<number> {
  const provider = providerOfClient(tx);
  const names = columns.map((column) => `"${column}"`).join(', ');
  // A log refuses a key that is already there on SQLite before ON CONFLICT is looked at; on PostgreSQL it does not.
  const unwritten =
    onConflictDoNothing && provider === 'sqlite' && table === 'AccessEvent'
      ? 'NOT EXISTS (SELECT 1 FROM "AccessEvent" AS "old" WHERE "old"."id" = "new"."id")'
      : 'true';
  const sharing = provider === 'postgresql' && rows.length >= MANY;
  const given = sharing
    ? `json_populate_recordset(json_populate_record(NULL::"${table}", $2::json), $1::json)`
    : rowsFromJson(provider, table, columns);
  const source = `SELECT ${names} FROM ${given} AS "new" WHERE ${unwritten}`;
  const sql = `INSERT INTO "${table}" (${names}) ${source}${onConflictDoNothing ? ' ON CONFLICT DO NOTHING' : ''}`;
  let written = 0;
  let underWay: Promise<number> | undefined;
  const size = rowsPerStatement[provider];
  for (let i = 0; i < rows.length; i += size) {
    const chunk = rows.slice(i, i + size);
    // While PostgreSQL writes the rows before.
    const parameters = sharing ? ownAndShared(chunk, columns) : [rowsToJson(provider, chunk, columns)];
    written += (await underWay) ?? 0;
    underWay = tx.$executeRawUnsafe(sql, ...parameters).then((count) => count);
    // It is awaited one turn further on.
    underWay.catch(() => {});
    if (provider === 'postgresql' && i + size < rows.length) await nextTurn();
  }
  return written + ((await underWay) ?? 0);
}

/**
 * The rows of a JSON parameter as a table with the types of `table`. SQLite's jsonb_each takes half the time of its
 * json_each, which writes each row as text and reads it again for each column.
 */
export function rowsFromJson(provider: Provider, table: string, columns: readonly string[]): string {
  if (provider === 'postgresql') return `json_populate_recordset(NULL::"${table}", $1::json)`;
  return `(SELECT ${columns.map((column, i) => `value ->> ${i} AS "${column}"`).join(', ')} FROM jsonb_each(?))`;
}

/** The parameter that `rowsFromJson` takes apart. */
export function rowsToJson(provider: Provider, rows: readonly object[], columns: readonly string[]): string {
  return storableJson(
    provider === 'postgresql' ? rows : rows.map((row) => tuple(row as Record<string, unknown>, columns)),
  );
}

/**
 * What each row has of its own, and what is the same in all of them: PostgreSQL takes longer to read a JSON value than to write the
 * row, and of a file's changes most columns are the same.
 */
function ownAndShared(rows: readonly object[], columns: readonly string[]): [own: string, shared: string] {
  const values = rows as readonly Record<string, unknown>[];
  const [first = {}] = values;
  const differ = columns.filter((column) => values.some((row) => row[column] !== first[column]));
  const same = columns.filter((column) => !differ.includes(column));
  const pick = (row: Record<string, unknown>, names: readonly string[]) => {
    const picked: Record<string, unknown> = {};
    for (const name of names) picked[name] = row[name];
    return picked;
  };
  return [storableJson(values.map((row) => pick(row, differ))), storableJson(pick(first, same))];
}

/** Dates as the SQLite adapter stores them: milliseconds since 1970. */
function tuple(row: Record<string, unknown>, columns: readonly string[]): unknown[] {
  return columns.map((column) => {
    const value = row[column];
    return value instanceof Date ? value.getTime() : value;
  });
}

// JSON.stringify escapes a half of a surrogate pair and writes whole pairs as they are, so every such escape is a half.
function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!json.includes('\\u')) return json;
  return json.replace(/\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/g, (text) =>
    text === '\\\\' ? text : '\\ufffd',
  );
}
