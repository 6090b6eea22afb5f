// Many rows changed or deleted in one statement; see insert-rows.ts for how they travel.

import type { Transaction } from './db';
import { providerOfClient, rowsFromJson, rowsPerStatement, rowsToJson, type Tables } from './insert-rows';

const IDS_PER_STATEMENT = 5000;

type Column<Table extends keyof Tables> = Exclude<keyof Tables[Table] & string, 'id'>;

/** Sets the columns of the rows with these ids. A value that a row does not have becomes NULL. */
export async function updateRows<Table extends 'App' | 'User' | 'IpRange', Name extends Column<Table>>(
  tx: Transaction,
  table: Table,
  columns: readonly Name[],
  rows: readonly (Pick<Tables[Table], Name> & { id: number })[],
): Promise<void> {
  const provider = providerOfClient(tx);
  const all = ['id', ...columns];
  const assignments = columns.map((column) => `"${column}" = "new"."${column}"`).join(', ');
  const sql = `UPDATE "${table}" SET ${assignments} FROM ${rowsFromJson(provider, table, all)} AS "new" WHERE "${table}"."id" = "new"."id"`;
  const size = rowsPerStatement[provider];
  for (let i = 0; i < rows.length; i += size) {
    await tx.$executeRawUnsafe(sql, rowsToJson(provider, rows.slice(i, i + size), all));
  }
}

/** Deletes the rows whose column has one of the values. */
export async function deleteRows(
  tx: Transaction,
  table: keyof Tables,
  column: 'id' | 'userId' | 'rangeId',
  values: readonly number[],
): Promise<void> {
  const list =
    providerOfClient(tx) === 'postgresql'
      ? 'SELECT "value"::int FROM json_array_elements_text($1::json)'
      : 'SELECT value FROM json_each(?)';
  for (let i = 0; i < values.length; i += IDS_PER_STATEMENT) {
    const chunk = JSON.stringify(values.slice(i, i + IDS_PER_STATEMENT));
    await tx.$executeRawUnsafe(`DELETE FROM "${table}" WHERE "${column}" IN (${list})`, chunk);
  }
}

/**
 * The first of `count` ids that no row has had or will get. Only for a transaction that has taken its turn on RuleState: the
 * tables of the rules are written by one at a time.
 */
export async function reserveIds(
  tx: Transaction,
  table: 'App' | 'User' | 'IpRange',
  count: number,
): Promise<number> {
  if (providerOfClient(tx) === 'postgresql') {
    const sequence = `pg_get_serial_sequence('"${table}"', 'id')`;
    const [row] = await tx.$queryRawUnsafe<{ last: bigint }[]>(
      `SELECT setval(${sequence}, nextval(${sequence}) + $1::int - 1) AS "last"`,
      count,
    );
    return Number(row!.last) - count + 1;
  }
  // AUTOINCREMENT keeps the highest id that was ever given, those of deleted rows included; explicit ids raise it.
  const [row] = await tx.$queryRawUnsafe<{ last: bigint | null }[]>(
    'SELECT max("seq") AS "last" FROM "sqlite_sequence" WHERE "name" = ?',
    table,
  );
  return Number(row!.last ?? 0) + 1;
}
