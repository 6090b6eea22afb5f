// How often a password may be tried. Counted in the database, so that a restart forgives nothing, and before the password
// is looked at, so that of a hundred who try at once no more get through than one after another.
//
// Counted for an address, and for an email from an address, but never for an email alone: nobody can lock an administrator
// out of another address.

import { createHash } from 'node:crypto';
import type { Database } from '../db';
import { Prisma } from '../generated/sqlite/client';
import { addressToKey, parseAddress } from '../routing/address';
import { patiently } from './auth-database';

type Limit = {
  /** So many failures are free; the last of them locks. */
  readonly free: number;
  /** How long, in ms, it locks, and each one after it; the last goes for all that follow. */
  readonly locks: readonly number[];
  /** After so long, in ms, the count begins again. */
  readonly window: number;
};

const MINUTE = 60_000;
const ofAddress: Limit = { free: 20, locks: [15 * MINUTE], window: 15 * MINUTE };
const ofPair: Limit = {
  free: 5,
  locks: [1, 2, 4, 8, 15].map((minutes) => minutes * MINUTE),
  window: 24 * 60 * MINUTE,
};

export type Attempt =
  /** The password may be looked at. `locks`: this attempt is the last before a lock, which is in force unless it succeeds. */
  | { readonly admitted: true; readonly locks: boolean }
  | { readonly admitted: false; readonly seconds: number };

export type ThrottleKeys = { readonly address: string; readonly pair: string };

/**
 * The keys of an attempt: its address's, and that of the email from there. IPv6 addresses count by their /64, of which one
 * person has all.
 */
export function throttleKeys(email: string, address: string): ThrottleKeys {
  const parsed = parseAddress(address);
  const key = parsed.ok ? addressToKey(parsed.address) : address;
  const network = parsed.ok && parsed.address.family === 6 ? key.slice(0, 17) : key;
  const who = createHash('sha256').update(email.toLowerCase()).digest('hex');
  return { address: network, pair: `${network} ${who}` };
}

/** Counts an attempt as failed until `forgiveAttempt` says otherwise, or refuses it. */
export async function countAttempt(
  db: Database,
  email: string,
  address: string,
  now = new Date(),
): Promise<Attempt> {
  const keys = throttleKeys(email, address);
  const locked = await lockOf(db, keys, now);
  if (locked) return locked;
  const failures = await count(db, keys, now);
  if (!failures) {
    // Others who tried at the same moment were counted first.
    return (await lockOf(db, keys, now)) ?? { admitted: false, seconds: 1 };
  }
  const locks = failures.address >= ofAddress.free || failures.pair >= ofPair.free;
  return { admitted: true, locks };
}

/** The password was right: what the attempt counted is taken back, and what the email's earlier ones from there did. */
export async function forgiveAttempt(db: Database, email: string, address: string): Promise<void> {
  const keys = throttleKeys(email, address);
  await patiently(async () => {
    await db.signInThrottle.deleteMany({ where: { key: keys.pair } });
    await db.signInThrottle.updateMany({
      where: { key: keys.address },
      data: { failures: { decrement: 1 }, lockedUntil: null },
    });
  });
}

/** Forgets counts that no longer matter. */
export async function clearOldThrottles(db: Database, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - ofPair.window);
  await patiently(() => db.signInThrottle.deleteMany({ where: { since: { lt: before } } }));
}

/** Why an attempt is refused; undefined where neither key is locked. */
export async function lockOf(
  db: Database,
  { address, pair }: ThrottleKeys,
  now = new Date(),
): Promise<Extract<Attempt, { admitted: false }> | undefined> {
  const where = { key: { in: [address, pair] }, lockedUntil: { gt: now } };
  const rows = await db.signInThrottle.findMany({ where });
  if (rows.length === 0) return undefined;
  const until = Math.max(...rows.map(({ lockedUntil }) => lockedUntil!.getTime()));
  return { admitted: false, seconds: Math.ceil((until - now.getTime()) / 1000) };
}

/**
 * Adds one for both keys, in one statement, which is one commit; the counts, or undefined where one of them is locked. With
 * several connections the other may be counted all the same: an attempt is counted once too often, never too seldom.
 */
async function count(db: Database, keys: ThrottleKeys, now: Date) {
  const at = (ms: number) => Prisma.sql`CAST(${new Date(now.getTime() + ms)} AS TIMESTAMP)`;
  const failures = Prisma.sql`"SignInThrottle"."failures" + 1`;
  const byKey = (sql: (limit: Limit) => Prisma.Sql) =>
    Prisma.sql`CASE WHEN "SignInThrottle"."key" = ${keys.address} THEN ${sql(ofAddress)} ELSE ${sql(ofPair)} END`;
  const begins = byKey(({ window }) => Prisma.sql`"SignInThrottle"."since" <= ${at(-window)}`);
  const lockedUntil = byKey(({ free, locks }) => {
    const each = locks.map((ms, i) => Prisma.sql`WHEN ${failures} = ${free + i} THEN ${at(ms)}`);
    const longest = Prisma.sql`WHEN ${failures} > ${free} THEN ${at(locks.at(-1)!)}`;
    return Prisma.sql`CASE ${Prisma.join([...each, longest], ' ')} ELSE NULL END`;
  });
  const rows = await patiently(
    () => db.$queryRaw<{ key: string; failures: number | bigint }[]>`
      INSERT INTO "SignInThrottle" ("key", "failures", "since", "lockedUntil")
      SELECT "key", 1, ${at(0)}, NULL FROM (SELECT ${keys.address} AS "key" UNION ALL SELECT ${keys.pair}) AS "counted"
      WHERE NOT EXISTS (
        SELECT 1 FROM "SignInThrottle" WHERE "key" IN (${keys.address}, ${keys.pair}) AND "lockedUntil" > ${at(0)})
      ON CONFLICT ("key") DO UPDATE SET
        "failures" = CASE WHEN ${begins} THEN 1 ELSE ${failures} END,
        "since" = CASE WHEN ${begins} THEN ${at(0)} ELSE "SignInThrottle"."since" END,
        "lockedUntil" = CASE WHEN ${begins} THEN NULL ELSE ${lockedUntil} END
      WHERE "SignInThrottle"."lockedUntil" IS NULL OR "SignInThrottle"."lockedUntil" <= ${at(0)}
      RETURNING "key", "failures"`,
  );
  const of = (key: string) => rows.find((row) => row.key === key)?.failures;
  const [address, pair] = [of(keys.address), of(keys.pair)];
  return address && pair ? { address: Number(address), pair: Number(pair) } : undefined;
}
