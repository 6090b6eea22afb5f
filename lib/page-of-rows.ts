// One page of a table: its rows are found by index where the order has one, so that a page costs what it shows.

import type { Database } from './db';
import { Prisma } from './generated/sqlite/client';
import { providerOfClient } from './insert-rows';
import type { Page } from './list-params';

type Query = {
  table: 'User' | 'App';
  /** All of them have to hold. */
  conditions: readonly Prisma.Sql[];
  /** No index helps with the conditions: the table is gone through once, and what is found is counted and sorted. */
  scans: boolean;
  /** SQL expressions, from code and never from input; the last one is unique. */
  order: readonly string[];
  descending: boolean;
  /** From 1; a page beyond the last shows the last. */
  page: number;
  size: number;
};

/** Reads the rows with these ids, in their order. */
type Read<Row> = (ids: readonly number[]) => Promise<Row[]>;

/** A page of the table's rows, and how many there are in all. */
export function pageOfRows<Row>(db: Database, query: Query, read: Read<Row>): Promise<Page<Row>> {
  return query.scans ? scannedPage(db, query, read) : indexedPage(db, query, read);
}

/** The rows that fulfil the conditions, to be selected from. */
const rowsOf = ({ table, conditions }: Query) =>
  Prisma.sql`FROM ${Prisma.raw(`"${table}"`)} WHERE ${Prisma.join(
    conditions.length > 0 ? [...conditions] : [Prisma.sql`1 = 1`],
    ' AND ',
  )}`;

const lastPage = (total: number, size: number) => Math.max(1, Math.ceil(total / size));

async function indexedPage<Row>(db: Database, query: Query, read: Read<Row>): Promise<Page<Row>> {
  const { order, descending, page, size } = query;
  const from = rowsOf(query);
  const direction = descending ? ' DESC' : '';
  const ordered = Prisma.raw(order.map((expression) => `${expression}${direction}`).join(', '));
  const idsOf = async (wanted: number) => {
    const rows = await db.$queryRaw<{ id: number }[]>`
      SELECT "id" ${from} ORDER BY ${ordered} LIMIT ${size} OFFSET ${(wanted - 1) * size}`;
    return rows.map(({ id }) => Number(id));
  };

  const countRows = async () => {
    const [counted] = await db.$queryRaw<{ total: number | bigint }[]>`SELECT count(*) AS "total" ${from}`;
    return Number(counted!.total);
  };

  // PostgreSQL counts while the rows are read. SQLite cannot, and what it counts for nothing is waited for.
  const counting = providerOfClient(db) === 'postgresql' ? countRows() : undefined;
  // Awaited below, where it is needed; until then a failure of it is nobody's.
  counting?.catch(() => {});
  const ids = await idsOf(page);
  // A page that is not full is the last one: what comes before it has been passed over already, so nothing is left to count.
  if (ids.length > 0 && ids.length < size)
    return { rows: await read(ids), total: (page - 1) * size + ids.length, page };
  const [rows, total] = await Promise.all([read(ids), counting ?? countRows()]);
  const last = lastPage(total, size);
  if (ids.length > 0 || page <= last) return { rows, total, page };
  return { rows: await read(await idsOf(last)), total, page: last };
}

/** Along an index a word that few rows have would be looked for in all of them, one by one in the index's order. */
async function scannedPage<Row>(db: Database, query: Query, read: Read<Row>): Promise<Page<Row>> {
  const { order, descending, page, size } = query;
  const keys = order.map((expression, i) => `${expression} AS "key${i}"`).join(', ');
  const ordered = order.map((_, i) => `"key${i}"${descending ? ' DESC' : ''}`).join(', ');
  const find = async (wanted: number) => {
    const [found] = await db.$queryRaw<{ total: number | bigint; ids: string | null }[]>`
      WITH "found" AS MATERIALIZED (SELECT "id", ${Prisma.raw(keys)} ${rowsOf(query)})
      SELECT (SELECT count(*) FROM "found") AS "total", (
        SELECT ${listed(db)} FROM (
          SELECT "id" FROM "found" ORDER BY ${Prisma.raw(ordered)} LIMIT ${size} OFFSET ${(wanted - 1) * size}
        ) AS "page") AS "ids"`;
    return { total: Number(found!.total), ids: JSON.parse(found!.ids ?? '[]') as number[] };
  };
  const found = await find(page);
  const last = lastPage(found.total, size);
  const { ids, total } = page <= last ? found : await find(last);
  return { rows: await read(ids), total, page: Math.min(page, last) };
}

const listed = (db: Database) =>
  Prisma.raw(providerOfClient(db) === 'postgresql' ? 'json_agg("id")::text' : 'json_group_array("id")');
