// The order of a table's ranges, as lists show them. A list that is filtered and turned to its last page needs all of it, and
// half a million places are two megabytes: so it is made once for a table, which is never changed, and goes with it.

import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Database } from '../db';
import { Prisma } from '../generated/sqlite/client';
import { compareWords, type RangeColumns } from '../routing/range-columns';
import type { RuleTable } from '../routing/table';
import { milliseconds, selectRows } from '../select-rows';

export type RangeSort = 'range' | 'label' | 'validity' | 'updated';

/** Ranges by their place in the table: those of IPv4 first, then those of IPv6. */
export type Places = Int32Array;

const CHUNK = 5_000;

const orders = new WeakMap<RuleTable, Map<RangeSort, Promise<Places>>>();

/** All places of the table in ascending order. The database is only read for an order that the table does not know. */
export function rangeOrder(db: Database, table: RuleTable, sort: RangeSort): Promise<Places> {
  const made = orders.get(table) ?? new Map<RangeSort, Promise<Places>>();
  orders.set(table, made);
  let order = made.get(sort);
  if (!order) {
    order = sort === 'range' ? Promise.resolve(addressOrder(table)) : storedOrder(db, table, sort);
    made.set(sort, order);
    // A database that was away must not be remembered.
    order.catch(() => made.delete(sort));
  }
  return order;
}

/** The columns and the row in them that a place stands for. */
export function atPlace(table: RuleTable, place: number): { columns: RangeColumns; row: number } {
  const four = table.families[4].columns;
  return place < four.length
    ? { columns: four, row: place }
    : { columns: table.families[6].columns, row: place - four.length };
}

/** By first address; of those that start together, the widest first: what contains others stands before them. */
function addressOrder(table: RuleTable): Places {
  const order = new Int32Array(table.size);
  let before = 0;
  for (const { columns } of [table.families[4], table.families[6]]) {
    const { first, last, length, stride } = columns;
    const starts = (a: number, b: number) => compareWords(first, a * stride, first, b * stride, stride);
    const wider = (a: number, b: number) => compareWords(last, b * stride, last, a * stride, stride);
    for (let row = 0; row < length; ) {
      let end = row + 1;
      while (end < length && starts(row, end) === 0) end++;
      for (let i = row; i < end; i++) order[before + i] = before + i;
      if (end - row > 1)
        order.subarray(before + row, before + end).sort((a, b) => wider(a - before, b - before));
      row = end;
    }
    before += length;
  }
  return order;
}

/**
 * The order of a column, read in chunks that each go on where the last one ended. Ranges without an end come last in the
 * order of validity, whichever way the database sorts NULL.
 */
async function storedOrder(db: Database, table: RuleTable, sort: 'label' | 'validity' | 'updated') {
  const places = await placesById(table);
  const order = new Int32Array(table.size);
  let length = 0;
  const column = { label: 'label', validity: 'validUntil', updated: 'updatedAt' }[sort];
  const name = Prisma.raw(`"${column}"`);
  const key = sort === 'label' ? '"label"' : milliseconds(db, `"${column}"`);
  const take = async (next: (last: [number, number | string] | undefined) => Prisma.Sql) => {
    for (let last: [number, number | string] | undefined; ; ) {
      const rows = await selectRows<[number, number | string]>(db, ['"id"', key], next(last));
      for (const [id] of rows) {
        const place = places.get(id);
        // A row written since the table was made.
        if (place !== undefined && length < order.length) order[length++] = place;
      }
      if (rows.length < CHUNK) return;
      last = rows.at(-1);
      await yieldToOthers();
    }
  };
  await take((last) => {
    const value = last && (sort === 'label' ? last[1] : new Date(last[1]));
    const after = last
      ? Prisma.sql`(${name}, "id") > (${value}, ${last[0]})`
      : Prisma.sql`${name} IS NOT NULL`;
    return Prisma.sql`SELECT "id", ${name} FROM "IpRange" WHERE ${after} ORDER BY ${name}, "id" LIMIT ${CHUNK}`;
  });
  if (sort === 'validity') {
    await take((last) => {
      const after = last ? Prisma.sql`AND "id" > ${last[0]}` : Prisma.empty;
      return Prisma.sql`
        SELECT "id", "validUntil" FROM "IpRange" WHERE "validUntil" IS NULL ${after} ORDER BY "validUntil", "id" LIMIT ${CHUNK}`;
    });
  }
  return order.subarray(0, length);
}

async function placesById(table: RuleTable): Promise<Map<number, number>> {
  const places = new Map<number, number>();
  let place = 0;
  for (const { columns } of [table.families[4], table.families[6]]) {
    for (let row = 0; row < columns.length; row++) {
      places.set(columns.ids[row]!, place++);
      if (place % 20_000 === 0) await yieldToOthers();
    }
  }
  return places;
}
