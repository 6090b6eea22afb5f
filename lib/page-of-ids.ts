// One page of a table, by id: found by index where the order has one, so that a page costs what it shows.

import type { Database } from './db';
import { Prisma } from './generated/sqlite/client';
import { providerOfClient } from './insert-rows';

export type IdPage = { readonly ids: readonly number[]; readonly total: number; readonly page: number };

type Query = {
  table: 'User' | 'App';
  /** All of them have to hold. */
  conditions: readonly Prisma.Sql[];
  /** SQL expressions, from code and never from input; the last one is unique. */
  order: readonly string[];
  descending: boolean;
  /** From 1; a page beyond the last shows the last. */
  page: number;
  size: number;
};

/** The ids of a page of the table's rows, and how many rows there are in all. */
export async function pageOfIds(
  db: Database,
  { table, conditions, order, descending, page, size }: Query,
): Promise<IdPage> {
  const from = Prisma.sql`FROM ${Prisma.raw(`"${table}"`)} WHERE ${Prisma.join(
    conditions.length > 0 ? [...conditions] : [Prisma.sql`1 = 1`],
    ' AND ',
  )}`;
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

  // PostgreSQL can do both at once. SQLite cannot, and what it counts for nothing is waited for.
  const counting = providerOfClient(db) === 'postgresql' ? countRows() : undefined;
  const [ids] = await Promise.all([idsOf(page), counting]);
  // A page that is not full is the last one: what comes before it has been passed over already, so nothing is left to count.
  if (ids.length > 0 && ids.length < size) return { ids, total: (page - 1) * size + ids.length, page };
  const total = await (counting ?? countRows());
  const last = Math.max(1, Math.ceil(total / size));
  if (ids.length > 0 || page <= last) return { ids, total, page };
  return { ids: await idsOf(last), total, page: last };
}
