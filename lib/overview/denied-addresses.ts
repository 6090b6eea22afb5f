// Addresses that were denied although nobody meant to: no rule covers them, or the one that does gives nothing.

import type { Database } from '../db';
import { USER_AGENT as DOCTOR } from '../doctor/http';
import { Prisma } from '../generated/sqlite/client';
import { outerAddresses } from '../own-addresses';

const DAY = 86_400_000;
/** How far back is looked, in ms. */
const LOOKED_AT = 7 * DAY;
/** So many of the latest denials of each reason are looked at. */
const VISITS_A_REASON = 1500;

/** What an administrator may want to change; that a range denies is meant. */
const reasons = ['NO_RANGE', 'NO_APP', 'USER_DISABLED'] as const;

export type DeniedAddress = {
  readonly address: string;
  readonly reason: (typeof reasons)[number];
  /** Of the latest denials. */
  readonly visits: number;
  /** In ms since 1970. */
  readonly last: number;
};

/**
 * The addresses that were denied most often of late, one row each. What the doctor tried from this machine's own addresses is not
 * counted: it is meant to be denied.
 *
 * @param isDenied whether the rules in force still deny the address
 */
export async function deniedAddresses(
  db: Database,
  now: number,
  isDenied: (address: string) => boolean,
  most = 6,
): Promise<DeniedAddress[]> {
  const since = firstIdAt(now - LOOKED_AT);
  const found = new Map<string, DeniedAddress>();
  // What the guard refuses is on record without a user agent.
  const isOfDoctor = Prisma.sql`coalesce("address", '') IN (${Prisma.join(['-', ...outerAddresses()])})
    AND coalesce("userAgent", ${DOCTOR}) = ${DOCTOR}`;
  for (const reason of reasons) {
    const rows = await db.$queryRaw<{ address: string; visits: number | bigint; last: string }[]>`
      SELECT "address", count(*) AS "visits", max("id") AS "last" FROM (
        SELECT "id", "address" FROM "AccessEvent"
        WHERE "reason" = ${reason} AND "id" >= ${since} AND NOT (${isOfDoctor})
        ORDER BY "id" DESC LIMIT ${VISITS_A_REASON}) AS "recent"
      WHERE "address" IS NOT NULL GROUP BY "address" ORDER BY "visits" DESC, "last" DESC LIMIT ${most * 8}`;
    for (const { address, visits, last } of rows) {
      const known = found.get(address);
      if (known && known.last >= momentOfId(last)) continue;
      found.set(address, { address, reason, visits: Number(visits), last: momentOfId(last) });
    }
  }
  return [...found.values()]
    .filter(({ address }) => isDenied(address))
    .sort((a, b) => b.visits - a.visits || b.last - a.last)
    .slice(0, most);
}

/** The first UUIDv7 of a moment: its first 48 bits are milliseconds since 1970. */
function firstIdAt(at: number): string {
  const digits = Math.max(0, at).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}

const momentOfId = (id: string) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16);
