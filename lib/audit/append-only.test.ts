import { describe, expect, test } from 'vitest';
import type { Database as Client } from '@/lib/db';
import { insertRows } from '@/lib/insert-rows';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { idAt } from './visit-filter';
import { visitColumns } from './visits';

const DAY = 86_400_000;
const now = Date.now();

const visit = (at: number, fields: object = {}) => ({
  ...{ id: `${idAt(at).slice(0, 24)}000000000001`, at: new Date(at), address: null, addressKey: null },
  ...{ outcome: 'deny' as const, reason: 'NO_RANGE', rangeId: null, rangeLabel: null, userId: null },
  ...{ userEmail: null, appId: null, appSlug: null, target: null, host: null, path: '/' },
  ...{ userAgent: null, requestId: 'r', ...fields },
});

const change = (at: number) => ({
  ...{ at: new Date(at), revision: null, actor: 'a@example.com', kind: 'signIn' as const },
  ...{ entity: 'Account', entityId: 1, label: 'a@example.com' },
});

/** One visit and one change of ten days ago, and one of each of today. */
async function log(db: Client) {
  await insertRows(db, 'AccessEvent', visitColumns, [visit(now - 10 * DAY), visit(now)]);
  for (const at of [now - 10 * DAY, now]) await db.changeEvent.create({ data: change(at) });
}

const everything = async (db: Client) => ({
  visits: await db.accessEvent.findMany({ orderBy: { id: 'asc' } }),
  changes: await db.changeEvent.findMany({ orderBy: { id: 'asc' } }),
  runs: await db.retentionRun.findMany(),
});

describe.each(providers)('the log on %s', (provider) => {
  const forbidden = {
    'an update': `UPDATE "{log}" SET "at" = "at" WHERE true`,
    'a delete': `DELETE FROM "{log}" WHERE "at" IS NOT NULL`,
    'a delete of all': `DELETE FROM "{log}"`,
    'an upsert': `INSERT INTO "{log}" SELECT * FROM "{log}" WHERE true ON CONFLICT ("id") DO UPDATE SET "at" = excluded."at"`,
    ...(provider === 'sqlite'
      ? {
          'a replacement': `REPLACE INTO "{log}" SELECT * FROM "{log}"`,
          'an update that replaces': `UPDATE OR REPLACE "{log}" SET "id" = (SELECT min("id") FROM "{log}")`,
          'an update that ignores': `UPDATE OR IGNORE "{log}" SET "at" = 0`,
        }
      : { 'a truncation': `TRUNCATE "{log}"` }),
  };
  test.each(Object.entries(forbidden))('refuses %s', async (_, sql) => {
    const { db } = await freshDatabase(provider);
    await log(db);
    await db.retentionRun.create({
      data: { log: 'AccessEvent', before: new Date(now - 40 * DAY), actor: 'a' },
    });
    const before = await everything(db);
    for (const table of ['AccessEvent', 'ChangeEvent', 'RetentionRun']) {
      const done = db.$executeRawUnsafe(sql.replaceAll('{log}', table));
      await expect(done, table).rejects.toThrow(`${table} is append-only`);
    }
    expect(await everything(db)).toEqual(before);
  });

  test('lets go what is older than a retention that is recorded, and nothing else', async () => {
    const { db } = await freshDatabase(provider);
    await log(db);
    const before = new Date(now - 5 * DAY);
    await db.retentionRun.create({ data: { log: 'AccessEvent', before, actor: 'me' } });
    for (const table of ['AccessEvent', 'ChangeEvent']) {
      const done = db.$executeRawUnsafe(`DELETE FROM "${table}"`);
      await expect(done).rejects.toThrow(`${table} is append-only`);
    }
    expect((await db.accessEvent.deleteMany({ where: { at: { lt: before } } })).count).toBe(1);
    await expect(db.changeEvent.deleteMany({ where: { at: { lt: before } } })).rejects.toThrow();
    const recorded = await db.changeEvent.findMany({ where: { kind: 'retention' } });
    expect(recorded).toMatchObject([
      {
        ...{ actor: 'me', entity: 'AuditLog', entityId: null, revision: null, label: 'AccessEvent' },
        ...{ before: null, after: { before: before.toISOString() } },
      },
    ]);
    expect(Math.abs(recorded[0]!.at.getTime() - Date.now())).toBeLessThan(60_000);
    const { _sum } = await db.visitCount.aggregate({ _sum: { visits: true } });
    expect(_sum.visits).toBe(2);
  });

  test.each([
    ['of the last day', { log: 'AccessEvent', before: new Date(now - DAY + 60_000) }],
    ['of the future', { log: 'ChangeEvent', before: new Date(now + DAY) }],
    ['of another table', { log: 'User', before: new Date(now - 2 * DAY) }],
  ])('refuses a retention %s', async (_, run) => {
    const { db } = await freshDatabase(provider);
    await expect(db.retentionRun.create({ data: { ...run, actor: 'a' } })).rejects.toThrow();
    expect(await db.retentionRun.count()).toBe(0);
    expect(await db.changeEvent.count()).toBe(0);
  });

  test('an event that is written again is written once', async () => {
    const { db } = await freshDatabase(provider);
    const events = [visit(now - DAY), visit(now)];
    const options = { onConflictDoNothing: true };
    expect(await insertRows(db, 'AccessEvent', visitColumns, events.slice(0, 1), options)).toBe(1);
    expect(await insertRows(db, 'AccessEvent', visitColumns, events, options)).toBe(1);
    expect(await db.accessEvent.count()).toBe(2);
    const { _sum } = await db.visitCount.aggregate({ _sum: { visits: true } });
    expect(_sum.visits).toBe(2);
  });
});

test('SQLite refuses a replacement on a connection that has set no PRAGMA, by rowid too', async () => {
  const { db } = await freshDatabase('sqlite');
  await log(db);
  await db.retentionRun.create({
    data: { log: 'AccessEvent', before: new Date(now - 40 * DAY), actor: 'a' },
  });
  const before = await everything(db);
  // As SQLite's own shell would come.
  await db.$executeRawUnsafe('PRAGMA recursive_triggers = OFF');
  for (const table of ['AccessEvent', 'ChangeEvent', 'RetentionRun']) {
    const again = db.$executeRawUnsafe(`INSERT OR REPLACE INTO "${table}" SELECT * FROM "${table}"`);
    await expect(again).rejects.toThrow(`${table} is append-only`);
  }
  const columns = visitColumns.map((column) => `"${column}"`).join(', ');
  const byRowid = (rowid: number) =>
    db.$executeRawUnsafe(
      `INSERT OR REPLACE INTO "AccessEvent" (rowid, ${columns}) SELECT ${rowid}, ${columns.replace('"id"', "'other'")} FROM "AccessEvent" LIMIT 1`,
    );
  await expect(byRowid(1)).rejects.toThrow('AccessEvent is append-only');
  await expect(byRowid(-1)).rejects.toThrow('rowid');
  expect(await everything(db)).toEqual(before);
});
