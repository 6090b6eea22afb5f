import type { Database, Transaction } from '../db';
import { Prisma } from '../generated/sqlite/client';
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

const PAGE = 20_000;

/**
 * All ranges in pages, by first and then by last address. Read inside one transaction, they are those of one moment.
 */
export async function* rangeRulePages(db: Database | Transaction): AsyncGenerator<StoredRange[]> {
  const columns = [
    ...['id', 'first', 'last', 'label', 'effect', 'landing', 'enabled'].map((field) => `"${field}"`),
    milliseconds(db, '"validFrom"'),
    milliseconds(db, '"validUntil"'),
    '"note"',
    '(SELECT "email" FROM "User" WHERE "User"."id" = "row"."userId")',
    grantedApps(db, 'slug', 'IpRangeApp', 'rangeId'),
  ];
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

function storedRange([
  id,
  first,
  last,
  label,
  effect,
  landing,
  enabled,
  from,
  until,
  note,
  user,
  apps,
]: Row): StoredRange {
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
