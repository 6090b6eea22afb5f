// Many rows in one value: the database makes a JSON text of them, which is read several times as fast as a result set of
// as many rows and costs a fraction of the memory.

import type { Database, Transaction } from './db';
import { Prisma } from './generated/sqlite/client';
import { providerOfClient } from './insert-rows';

/**
 * The rows of `source`, each as an array of the `columns`.
 *
 * @param columns SQL expressions over `source`, from code and never from input
 * @param source a sub-select with its parameters, ordered as the rows shall be
 */
export async function selectRows<Row extends unknown[]>(
  db: Database | Transaction,
  columns: readonly string[],
  source: Prisma.Sql,
): Promise<Row[]> {
  const list = columns.join(', ');
  const rows =
    providerOfClient(db) === 'postgresql'
      ? Prisma.raw(`coalesce(json_agg(json_build_array(${list})), '[]')::text`)
      : Prisma.raw(`json_group_array(json_array(${list}))`);
  const [result] = await db.$queryRaw<
    { rows: string | Row[] }[]
  >`SELECT ${rows} AS "rows" FROM (${source}) AS "row"`;
  return typeof result!.rows === 'string' ? JSON.parse(result!.rows) : result!.rows;
}

/** SQL for a moment as milliseconds since 1970, in either database. */
export function milliseconds(db: Database | Transaction, column: string): string {
  return providerOfClient(db) === 'postgresql' ? `(extract(epoch FROM ${column}) * 1000)::bigint` : column;
}

/** SQL for a column of the apps that a row of `source` grants, in order, as a JSON array. */
export function grantedApps(
  db: Database | Transaction,
  column: 'id' | 'slug',
  grants: 'UserApp' | 'IpRangeApp',
  owner: 'userId' | 'rangeId',
): string {
  // Of each of half a million ranges when the rules are read: the app itself is looked at only where its name is asked for.
  const app = column === 'id' ? '' : 'JOIN "App" AS "app" ON "app"."id" = "grant"."appId"';
  const from = `FROM "${grants}" AS "grant" ${app} WHERE "grant"."${owner}" = "row"."id"`;
  const list = `${column === 'id' ? '"grant"."appId"' : '"app"."slug"'} ORDER BY "grant"."position"`;
  return providerOfClient(db) === 'postgresql'
    ? `(SELECT coalesce(json_agg(${list}), '[]') ${from})`
    : `json((SELECT json_group_array(${list}) ${from}))`;
}
