// Ranges that somebody should look at: about to end, or never used.

import type { Database } from '../db';
import { Prisma } from '../generated/sqlite/client';
import { EXPIRES_SOON } from '../ip-ranges/range-state';
import { addressFromKey } from '../routing/address';
import { formatRange } from '../routing/range';
import { milliseconds } from '../select-rows';

export type RangeToCheck = {
  readonly id: number;
  readonly range: string;
  readonly label: string;
  /** When it ends, or when it was made, in ms since 1970. */
  readonly at: number;
};

type Keys = { first: string; last: string };
const rangeText = ({ first, last }: Keys) =>
  formatRange({ first: addressFromKey(first), last: addressFromKey(last) });

/** The ranges that end next, among those that count and end soon. */
export async function expiringRanges(db: Database, now: number, most = 6): Promise<RangeToCheck[]> {
  const rows = await db.ipRange.findMany({
    where: { enabled: true, validUntil: { gt: new Date(now), lte: new Date(now + EXPIRES_SOON) } },
    select: { id: true, first: true, last: true, label: true, validUntil: true },
    orderBy: [{ validUntil: 'asc' }, { id: 'asc' }],
    take: most,
  });
  return rows.map(({ id, label, validUntil, ...keys }) => ({
    ...{ id, label, range: rangeText(keys), at: validUntil?.getTime() ?? 0 },
  }));
}

/** A range has to be this old, in ms, before it is said to be unused. */
export const UNUSED_AFTER = 30 * 86_400_000;
/** So many of the oldest ranges are looked at: each costs a look into the log's index. */
export const OLDEST_LOOKED_AT = 2000;

/** Of the oldest ranges, those that let or keep out nobody since the log began; only ranges that count. */
export async function unusedRanges(db: Database, now: number, most = 6): Promise<RangeToCheck[]> {
  const createdAt = Prisma.raw(milliseconds(db, '"createdAt"'));
  const rows = await db.$queryRaw<(Keys & { id: number; label: string; createdAt: number | bigint })[]>`
    SELECT "id", "first", "last", "label", ${createdAt} AS "createdAt" FROM (
      SELECT * FROM "IpRange" ORDER BY "id" LIMIT ${OLDEST_LOOKED_AT}) AS "oldest"
    WHERE "enabled" AND ${createdAt} < ${now - UNUSED_AFTER}
      AND NOT EXISTS (SELECT 1 FROM "AccessEvent" WHERE "rangeId" = "oldest"."id")
    ORDER BY "id" LIMIT ${most}`;
  return rows.map(({ id, label, createdAt: at, ...keys }) => ({
    ...{ id: Number(id), label, range: rangeText(keys), at: Number(at) },
  }));
}
