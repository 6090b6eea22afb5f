// Finds entries of a log, newest first, at a cost that does not grow with the log. A page is cut by key. Which index leads is
// chosen by looking how far the entries of each lie apart; what no index can lead to is read through in bounded pieces,
// and where that takes too long the search says how far it has come instead of going on.

import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Database, Transaction } from '@/lib/db';
import { Prisma } from '@/lib/generated/sqlite/client';
import { providerOfClient } from '@/lib/insert-rows';
import { selectRows } from '@/lib/select-rows';

export type LogTable = 'AccessEvent' | 'ChangeEvent';
/** A UUIDv7 of AccessEvent, a number of ChangeEvent: the order of both is the order of time. */
export type LogId = string | number;

/** Entries whose column has one of the values. There has to be an index on the column and the id. */
export type Stream = {
  readonly column: string;
  readonly values: readonly LogId[];
  /** A column that the index has in front of it, and its value. */
  readonly below?: { readonly column: string; readonly value: string };
};

export type LogQuery<Id extends LogId> = {
  readonly table: LogTable;
  readonly streams: readonly Stream[];
  /** Entries whose addressKey lies between the two, both included. */
  readonly block?: { readonly first: string; readonly last: string } | null;
  /** Conditions that no index helps with. */
  readonly conditions?: readonly Prisma.Sql[];
  /** The lowest id, included. */
  readonly from: Id | null;
  /** The highest id, not included. */
  readonly until: Id | null;
};

export type Cursor<Id extends LogId> = {
  /** Entries older than this one (`older`) or newer than it (`newer`). */
  readonly towards: 'older' | 'newer';
  readonly id: Id | null;
};

export type SearchLimits = {
  readonly limit: number;
  /** After how many ms the search is given up; at least one piece is read. */
  readonly patience: number;
};

export type Found<Id extends LogId> = {
  /** In the cursor's direction, `limit` at the most. */
  readonly ids: readonly Id[];
  /** Whether there are more in that direction; unknown counts as so. */
  readonly more: boolean;
  /** How far the search came before it was given up; null: it was not. */
  readonly searchedTo: Id | null;
};

/** A piece is read within a few ms: SQLite answers in the thread that visitors wait for. */
const PIECE = 1000;
const PIECE_OF_MANY_VALUES = 200;
/** A block with so many entries is sorted by id as a whole, index entries only. */
const MOST_SORTED = 10_000;
/** A block with so many addresses is merged from one stream for each. */
const MOST_ADDRESSES = 256;

type Driver = Stream | { readonly block: NonNullable<LogQuery<LogId>['block']> } | 'id';

/** One search, in one direction. */
class LogSearch<Id extends LogId> {
  private readonly order: Prisma.Sql;

  constructor(
    private readonly db: Database | Transaction,
    private readonly query: LogQuery<Id>,
    private readonly towards: Cursor<Id>['towards'],
  ) {
    this.order = Prisma.raw(towards === 'older' ? 'DESC' : 'ASC');
  }

  async run(start: Id | null, { limit, patience }: SearchLimits): Promise<Found<Id>> {
    const deadline = performance.now() + patience;
    const driver = await this.chooseDriver(start);
    const rest = this.conditionsBut(driver);
    const ids: Id[] = [];
    for (let position = start; ; ) {
      const size = rest.length === 0 ? limit + 1 - ids.length : pieceOf(driver);
      const piece = await this.readIds(driver, position, size);
      ids.push(...(rest.length === 0 ? piece : await this.keepMatching(driver, piece, rest, limit + 1)));
      if (ids.length > limit) return { ids: ids.slice(0, limit), more: true, searchedTo: null };
      if (piece.length < size) return { ids, more: false, searchedTo: null };
      position = piece.at(-1)!;
      if (performance.now() >= deadline) return { ids, more: true, searchedTo: position };
      await yieldToOthers();
    }
  }

  /** The stream whose entries are the rarest where the search begins. */
  private async chooseDriver(start: Id | null): Promise<Driver> {
    const { streams, block, conditions = [] } = this.query;
    if (!block && streams.length === 0) return 'id';
    if (!block && streams.length === 1 && conditions.length === 0) return streams[0]!;
    let best: { stream: Stream; far: Id } | undefined;
    for (const stream of streams) {
      const ids = await this.readIds(stream, start, pieceOf(stream), true);
      const far = ids[0];
      if (far === undefined) return stream;
      if (!best || (this.towards === 'older' ? far < best.far : far > best.far)) best = { stream, far };
    }
    return (block && (await this.blockDriver(block, best === undefined))) ?? best?.stream ?? 'id';
  }

  private async blockDriver(
    block: NonNullable<LogQuery<Id>['block']>,
    alone: boolean,
  ): Promise<Driver | undefined> {
    if (block.first === block.last) return { column: 'addressKey', values: [block.first] };
    const [counted] = await this.db.$queryRaw<{ entries: number | bigint }[]>`
      SELECT count(*) AS "entries" FROM (
        SELECT 1 FROM ${this.table} WHERE "addressKey" >= ${block.first} AND "addressKey" <= ${block.last}
        LIMIT ${MOST_SORTED + 1}) AS "some"`;
    if (Number(counted!.entries) <= MOST_SORTED) return { block };
    if (!alone) return undefined;
    // From one address to the next by the index, whatever number of entries each has.
    const next = (after: Prisma.Sql) =>
      Prisma.sql`SELECT min("addressKey") FROM ${this.table} WHERE "addressKey" ${after} AND "addressKey" <= ${block.last}`;
    const rows = await this.db.$queryRaw<{ key: string | null }[]>`
      WITH RECURSIVE "found"("key") AS (
        SELECT (${next(Prisma.sql`>= ${block.first}`)})
        UNION ALL
        SELECT (${next(Prisma.sql`> "found"."key"`)}) FROM "found" WHERE "found"."key" IS NOT NULL
      ) SELECT "key" FROM "found" LIMIT ${MOST_ADDRESSES + 2}`;
    const values = rows.flatMap(({ key }) => (key === null ? [] : [key]));
    return values.length <= MOST_ADDRESSES ? { column: 'addressKey', values } : undefined;
  }

  /** The next ids of a driver; `farthest`: only the last of a full piece. */
  private async readIds(driver: Driver, position: Id | null, size: number, farthest = false): Promise<Id[]> {
    const ids = Prisma.sql`${this.idsOf(driver, position, size)} ORDER BY "id" ${this.order}
      LIMIT ${farthest ? 1 : size}${farthest ? Prisma.sql` OFFSET ${size - 1}` : Prisma.empty}`;
    return (await selectRows<[Id]>(this.db, ['"id"'], ids)).map(([id]) => id);
  }

  private idsOf(driver: Driver, position: Id | null, size: number): Prisma.Sql {
    let bounds = this.bounds(position);
    if (driver === 'id') return Prisma.sql`SELECT "id" FROM ${this.table} WHERE ${bounds}`;
    if ('block' in driver) {
      // MATERIALIZED: PostgreSQL would rather walk along the ids and look for the block in ten million rows.
      return Prisma.sql`WITH "within" AS MATERIALIZED (
          SELECT "id" FROM ${this.table}
          WHERE "addressKey" >= ${driver.block.first} AND "addressKey" <= ${driver.block.last}
        ) SELECT "id" FROM "within" WHERE ${bounds}`;
    }
    const column = Prisma.raw(`"${driver.column}"`);
    if (driver.below) {
      bounds = Prisma.sql`${Prisma.raw(`"${driver.below.column}"`)} = ${driver.below.value} AND ${bounds}`;
    }
    const [first, ...others] = driver.values;
    if (first === undefined) return Prisma.sql`SELECT "id" FROM ${this.table} WHERE false`;
    if (others.length === 0) {
      return Prisma.sql`SELECT "id" FROM ${this.table} WHERE ${column} = ${first} AND ${bounds}`;
    }
    const list = JSON.stringify(driver.values);
    const ofOne = (value: Prisma.Sql) => Prisma.sql`
      SELECT "id" FROM ${this.table} WHERE ${column} = ${value} AND ${bounds} ORDER BY "id" ${this.order} LIMIT ${size}`;
    if (providerOfClient(this.db) === 'postgresql') {
      const value = Prisma.raw(typeof first === 'number' ? '"each"."value"::int' : '"each"."value"');
      return Prisma.sql`SELECT "one"."id" FROM json_array_elements_text(${list}::json) AS "each"
        CROSS JOIN LATERAL (${ofOne(value)}) AS "one"`;
    }
    // SQLite has no LATERAL, but a table-valued function may be given a value of the table before it.
    return Prisma.sql`SELECT "one"."value" AS "id" FROM json_each(${list}) AS "each",
      json_each((SELECT json_group_array("id") FROM (${ofOne(Prisma.raw('"each"."value"'))}))) AS "one" WHERE true`;
  }

  private async keepMatching(driver: Driver, piece: Id[], rest: Prisma.Sql[], limit: number): Promise<Id[]> {
    if (piece.length === 0) return [];
    const all = [this.within(driver, piece), ...rest];
    const source = Prisma.sql`SELECT "id" FROM ${this.table} WHERE ${Prisma.join(all, ' AND ')}
      ORDER BY "id" ${this.order} LIMIT ${limit}`;
    return (await selectRows<[Id]>(this.db, ['"id"'], source)).map(([id]) => id);
  }

  private within(driver: Driver, piece: Id[]): Prisma.Sql {
    if (driver !== 'id') return idIn(this.db, piece);
    const ends = [piece[0]!, piece.at(-1)!];
    const [low, high] = this.towards === 'older' ? ends.reverse() : ends;
    return Prisma.sql`"id" >= ${low} AND "id" <= ${high}`;
  }

  private bounds(position: Id | null): Prisma.Sql {
    const { from, until } = this.query;
    const bounds = [
      ...(from === null ? [] : [Prisma.sql`"id" >= ${from}`]),
      ...(until === null ? [] : [Prisma.sql`"id" < ${until}`]),
    ];
    if (position !== null) {
      bounds.push(this.towards === 'older' ? Prisma.sql`"id" < ${position}` : Prisma.sql`"id" > ${position}`);
    }
    return bounds.length > 0 ? Prisma.join(bounds, ' AND ') : Prisma.sql`true`;
  }

  private conditionsBut(driver: Driver): Prisma.Sql[] {
    const { streams, block, conditions = [] } = this.query;
    const led = (stream: Stream) => stream === driver;
    const blockLeads =
      driver !== 'id' && ('block' in driver || (driver.column === 'addressKey' && !streams.includes(driver)));
    return [
      ...streams.filter((stream) => !led(stream)).map(conditionOf),
      ...(block && !blockLeads
        ? [Prisma.sql`"addressKey" >= ${block.first} AND "addressKey" <= ${block.last}`]
        : []),
      ...conditions,
    ];
  }

  private get table(): Prisma.Sql {
    return Prisma.raw(`"${this.query.table}"`);
  }
}

function conditionOf({ column, values, below }: Stream): Prisma.Sql {
  if (values.length === 0) return Prisma.sql`false`;
  const condition = Prisma.sql`${Prisma.raw(`"${column}"`)} IN (${Prisma.join([...values])})`;
  return below ? Prisma.sql`${condition} AND ${Prisma.raw(`"${below.column}"`)} = ${below.value}` : condition;
}

const pieceOf = (driver: Driver) =>
  driver !== 'id' && 'values' in driver && driver.values.length > 16 ? PIECE_OF_MANY_VALUES : PIECE;

/** SQL for «the id is one of these», as one parameter. */
export function idIn(db: Database | Transaction, ids: readonly LogId[]): Prisma.Sql {
  const list = JSON.stringify(ids);
  if (providerOfClient(db) !== 'postgresql')
    return Prisma.sql`"id" IN (SELECT value FROM json_each(${list}))`;
  const type = Prisma.raw(typeof ids[0] === 'number' ? 'int' : 'text');
  return Prisma.sql`"id" = ANY (ARRAY(SELECT "value"::${type} FROM json_array_elements_text(${list}::json)))`;
}

/** The ids of the entries that match, from the cursor on in its direction. */
export function searchLog<Id extends LogId>(
  db: Database | Transaction,
  query: LogQuery<Id>,
  { towards, id }: Cursor<Id>,
  limits: SearchLimits,
): Promise<Found<Id>> {
  return new LogSearch(db, query, towards).run(id, limits);
}

export type LogPage<Id extends LogId> = {
  /** Newest first. */
  readonly ids: readonly Id[];
  /** Where the next page of older entries begins; null: there are none. */
  readonly older: Id | null;
  /** Where the page of newer entries begins; null: this is the newest. */
  readonly newer: Id | null;
  /** The search was given up here; what is older has not been looked at. */
  readonly searchedTo: Id | null;
};

/**
 * A page of the entries that match: the newest, those older than `before`, or those newer than `after`. Where `after` leads
 * to the newest entries, the page is the newest page, and full.
 */
export async function readLogPage<Id extends LogId>(
  db: Database | Transaction,
  query: LogQuery<Id>,
  at: { before: Id | null; after: Id | null },
  limits: SearchLimits,
): Promise<LogPage<Id>> {
  if (at.after !== null && at.before === null) {
    const found = await searchLog(db, query, { towards: 'newer', id: at.after }, limits);
    if (found.more) {
      const ids = [...found.ids].reverse();
      return { ids, older: ids.at(-1) ?? at.after, newer: found.searchedTo ?? ids[0]!, searchedTo: null };
    }
  }
  const { ids, more, searchedTo } = await searchLog(db, query, { towards: 'older', id: at.before }, limits);
  return {
    ids,
    older: searchedTo ?? (more ? ids.at(-1)! : null),
    newer: at.before === null ? null : (ids[0] ?? at.before),
    searchedTo,
  };
}
