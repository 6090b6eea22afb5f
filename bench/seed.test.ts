import { describe, expect, test } from 'vitest';
import { openDatabase, type Provider } from '@/lib/db';
import { deployMigrations } from '@/lib/migrations';
import { emptyDatabaseUrl, freshDatabase, providers } from '@/lib/testing/fresh-database';
import { type SeedSize, seedDatabase } from './seed';

const size: SeedSize = { users: 60, ranges: 200, visits: 3000, changes: 100 };
const until = Date.UTC(2026, 10, 1);

const definitions: Record<Provider, string> = {
  sqlite: `SELECT "name", "sql" FROM sqlite_master
    WHERE "sql" IS NOT NULL AND "name" NOT LIKE 'sqlite_%' ORDER BY "name"`,
  postgresql: `SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT tgname, pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
};

describe.each(providers)('a filled database, %s', (provider) => {
  test('has what the migrations made, holds what was asked for, and takes more', async () => {
    const { db: migrated } = await freshDatabase(provider);
    const url = await emptyDatabaseUrl(provider);
    await seedDatabase(url, size, until);
    const db = openDatabase(url);
    expect(await db.$queryRawUnsafe(definitions[provider])).toEqual(
      await migrated.$queryRawUnsafe(definitions[provider]),
    );
    expect(await deployMigrations(url)).toEqual([]);
    expect(await db.user.count()).toBe(size.users);
    expect(await db.ipRange.count()).toBe(size.ranges);
    expect(await db.accessEvent.count()).toBe(size.visits);
    expect(await db.changeEvent.count()).toBe(size.changes);
    const { _sum } = await db.visitCount.aggregate({ _sum: { visits: true } });
    expect(_sum.visits).toBe(size.visits);
    const newest = await db.accessEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const latest = await db.accessEvent.findFirstOrThrow({ orderBy: { at: 'desc' } });
    expect(newest.at).toEqual(latest.at);
    const made = await db.user.create({ data: { email: 'one.more@example.com', name: 'One More' } });
    expect(made.id).toBe(size.users + 1);
    await db.$disconnect();
  });
});

test('the same seed makes the same rows, whatever the database', async () => {
  const rows = [];
  for (const provider of providers) {
    const url = await emptyDatabaseUrl(provider);
    await seedDatabase(url, size, until);
    const db = openDatabase(url);
    rows.push([
      await db.ipRange.findMany({ orderBy: { id: 'asc' } }),
      await db.accessEvent.findMany({ orderBy: { id: 'asc' }, take: 200 }),
    ]);
    await db.$disconnect();
  }
  expect(rows[0]).toEqual(rows[1]);
});
