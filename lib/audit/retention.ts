// Deletes what is older than the log is kept for. A RetentionRun comes first: without it the database refuses the deletion, and
// its trigger writes down who deleted what.
//
// Whoever follows the rules reads ChangeEvents some 200 ms after they are written; those that may be deleted are a day
// old and more, so nobody misses one.

import { setTimeout as sleep } from 'node:timers/promises';
import { patiently } from '@/lib/auth/auth-database';
import { type Database, openDatabase } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/sqlite/client';
import { log } from '@/lib/log';
import type { LogTable } from './log-search';
import { DAY, readRetention } from './retention-setting';
import { idAt } from './visit-filter';

const HOUR = 3_600_000;
/** Rows of a statement: it holds SQLite's thread, and every other writer, for a few ms. */
const ROWS_A_STATEMENT = 250;
/** Between statements, so that visitors come first, in ms. */
const PAUSE = 20;

/** Writes down that events before a moment go. Throws where the moment is less than a day ago. */
export async function allowDeletion(db: Database, log: LogTable, before: Date, actor: string): Promise<void> {
  await patiently(() => db.retentionRun.create({ data: { log, before, actor } }));
}

/** Deletes all that the recorded runs let go, and returns how many events that were. Can be stopped and begun again. */
export async function deleteOld(db: Database, log: LogTable): Promise<number> {
  const run = await db.retentionRun.findFirst({ where: { log }, orderBy: { before: 'desc' } });
  if (!run) return 0;
  for (let deleted = 0; ; ) {
    const rows = await patiently(() => db.$executeRaw(oldest(log, run.before)));
    if (rows === 0) return deleted;
    deleted += rows;
    await sleep(PAUSE);
  }
}

const oldest = (log: LogTable, before: Date) =>
  log === 'AccessEvent'
    ? Prisma.sql`DELETE FROM "AccessEvent" WHERE "at" < ${before} AND "id" IN (
        SELECT "id" FROM "AccessEvent" WHERE "id" < ${idAt(before.getTime())} ORDER BY "id" LIMIT ${ROWS_A_STATEMENT})`
    : Prisma.sql`DELETE FROM "ChangeEvent" WHERE "id" IN (
        SELECT "id" FROM "ChangeEvent" WHERE "at" < ${before} ORDER BY "at", "id" LIMIT ${ROWS_A_STATEMENT})`;

const isThereOlder = async (db: Database, log: LogTable, before: Date) =>
  log === 'AccessEvent'
    ? (await db.accessEvent.findFirst({
        where: { id: { lt: idAt(before.getTime()) } },
        select: { id: true },
      })) !== null
    : (await db.changeEvent.findFirst({ where: { at: { lt: before } }, select: { id: true } })) !== null;

/** Does what the settings say: what is older than they allow goes, at most once a day for each log. */
export async function retain(db: Database, now = Date.now()): Promise<void> {
  const days = await readRetention(db);
  for (const log of ['AccessEvent', 'ChangeEvent'] as const) {
    await deleteOld(db, log);
    const kept = days[log];
    if (kept === null) continue;
    const before = new Date(now - kept * DAY);
    if ((await isThereOlder(db, log, before)) && (await takeTurn(db, log, before, now))) {
      await deleteOld(db, log);
    }
  }
}

/** Of several portals one writes the day's run: they take turns, and whoever comes second sees that it is there. */
async function takeTurn(db: Database, log: LogTable, before: Date, now: number): Promise<boolean> {
  return patiently(() =>
    db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE "RuleState" SET "revision" = "revision" WHERE "id" = 1`;
      const recent = { log, at: { gt: new Date(now - 20 * HOUR) } };
      if (await tx.retentionRun.findFirst({ where: recent })) return false;
      await tx.retentionRun.create({ data: { log, before, actor: 'retention' } });
      return true;
    }),
  );
}

const shared = globalThis as { sluiceRetention?: NodeJS.Timeout };

/** Looks once an hour, in this process, whether there is something to delete. */
export function startRetention(): void {
  if (shared.sluiceRetention) return;
  const look = async () => {
    // A connection of its own: on another, its deletions would fall into a transaction that happens to be open.
    const db = openDatabase(env().databaseUrl, { busyTimeout: 0 });
    try {
      await retain(db);
    } catch (error) {
      log.error('retention', `old events could not be deleted: ${String(error).split('\n').at(-1)}`);
    } finally {
      await db.$disconnect();
    }
  };
  shared.sluiceRetention = setInterval(look, HOUR);
  shared.sluiceRetention.unref();
  setTimeout(look, 60_000).unref();
}
