import type { Database, Transaction } from '../db';
import { Refusal } from '../errors';
import { Prisma } from '../generated/sqlite/client';
import { providerOfClient } from '../insert-rows';
import { addressFromKey } from '../routing/address';
import { formatRange } from '../routing/range';
import { grantedApps, milliseconds, selectRows } from '../select-rows';
import type { KeyedRange, RangeRule } from './schema';

export type StoredRange = KeyedRange & { id: number };

type Row = [
  id: number,
  first: string,
  last: string,
  label: string,
  effect: RangeRule['effect'],
  landing: RangeRule['landing'],
  enabled: number | boolean,
  validFrom: number | null,
  validUntil: number | null,
  note: string,
  user: string | null,
  apps: string[],
];

/** A range with what an edit of it has to know. */
export type VersionedRange = StoredRange & {
  /** What an edit says it is based on. */
  version: string;
  /** In ms since 1970. */
  createdAt: number;
  updatedAt: number;
};

const PAGE = 20_000;

function ruleColumns(db: Database | Transaction): string[] {
  return [
    ...['id', 'first', 'last', 'label', 'effect', 'landing', 'enabled'].map((field) => `"${field}"`),
    milliseconds(db, '"validFrom"'),
    milliseconds(db, '"validUntil"'),
    '"note"',
    '(SELECT "email" FROM "User" WHERE "User"."id" = "row"."userId")',
    grantedApps(db, 'slug', 'IpRangeApp', 'rangeId'),
  ];
}

/**
 * All ranges in pages, by first and then by last address. Read inside one transaction, they are those of one moment.
 */
export async function* rangeRulePages(db: Database | Transaction): AsyncGenerator<StoredRange[]> {
  const columns = ruleColumns(db);
  for (let first = '', last = ''; ; ) {
    const source = Prisma.sql`
      SELECT * FROM "IpRange" WHERE ("first", "last") > (${first}, ${last}) ORDER BY "first", "last" LIMIT ${PAGE}`;
    const rows = await selectRows<Row>(db, columns, source);
    if (rows.length === 0) return;
    yield rows.map(storedRange);
    [, first, last] = rows.at(-1)!;
    if (rows.length < PAGE) return;
  }
}

/** So many ranges are looked up at a time. */
const NAMED_PAGE = 5000;

/** Those of the ranges, named by first and last address, that are there; in pages, in no order. */
export async function* namedRangePages(
  db: Database | Transaction,
  named: readonly { readonly first: string; readonly last: string }[],
): AsyncGenerator<StoredRange[]> {
  const columns = ruleColumns(db);
  for (let i = 0; i < named.length; i += NAMED_PAGE) {
    const keys = named.slice(i, i + NAMED_PAGE).map(({ first, last }) => ({ first, last }));
    const json = JSON.stringify(keys);
    // CROSS JOIN tells SQLite to look each key up, and not to read the table for them.
    const source =
      providerOfClient(db) === 'postgresql'
        ? Prisma.sql`SELECT "IpRange".* FROM json_to_recordset(${json}::json) AS "key"("first" text, "last" text)
            JOIN "IpRange" ON "IpRange"."first" = "key"."first" AND "IpRange"."last" = "key"."last"`
        : Prisma.sql`SELECT "IpRange".* FROM json_each(${json}) AS "key" CROSS JOIN "IpRange"
            ON "IpRange"."first" = "key".value ->> 'first' AND "IpRange"."last" = "key".value ->> 'last'`;
    yield (await selectRows<Row>(db, columns, source)).map(storedRange);
  }
}

/** The ranges with these ids, as an edit needs them, by address; ids that are not there are left out. */
export async function listVersionedRanges(
  db: Database | Transaction,
  ids: readonly number[],
): Promise<VersionedRange[]> {
  if (ids.length === 0) return [];
  const columns = [...ruleColumns(db), milliseconds(db, '"createdAt"'), milliseconds(db, '"updatedAt"')];
  const source = Prisma.sql`
    SELECT * FROM "IpRange" WHERE "id" IN (${Prisma.join(ids)}) ORDER BY "first", "last"`;
  const rows = await selectRows<[...Row, createdAt: number, updatedAt: number]>(db, columns, source);
  return rows.map((row) => {
    const [createdAt, updatedAt] = row.slice(-2) as [number, number];
    return { ...storedRange(row), version: new Date(updatedAt).toISOString(), createdAt, updatedAt };
  });
}

/** The range with this id, or null. */
export async function findRange(db: Database | Transaction, id: number): Promise<VersionedRange | null> {
  const [range] = await listVersionedRanges(db, [id]);
  return range ?? null;
}

/** The range with this id; a Refusal where there is none. */
export async function getRange(db: Database | Transaction, id: number): Promise<VersionedRange> {
  const range = await findRange(db, id);
  if (!range) throw new Refusal('NOT_FOUND');
  return range;
}

function storedRange([id, first, last, label, effect, landing, enabled, from, until, note, user, apps]: [
  ...Row,
  ...unknown[],
]): StoredRange {
  const moment = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    id,
    first,
    last,
    rule: {
      range: formatRange({ first: addressFromKey(first), last: addressFromKey(last) }),
      label,
      effect,
      landing,
      enabled: Boolean(enabled),
      validFrom: moment(from),
      validUntil: moment(until),
      note,
      user,
      apps,
    },
  };
}
