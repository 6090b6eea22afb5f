import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { migrationSql } from '@/prisma/create-migration';
import { openDatabase } from './db';
import { homeDir } from './env';
import { deployMigrations, MigrationError, migrationStatus } from './migrations';
import { emptyDatabaseUrl, freshDatabase, providers } from './testing/fresh-database';

describe.each(providers)('migrations on %s', (provider) => {
  test('an empty database gets every migration, and a second run finds nothing to do', async () => {
    const url = await emptyDatabaseUrl(provider);
    const { pending } = await migrationStatus(url);
    expect(pending.length).toBeGreaterThan(1);
    expect(await deployMigrations(url)).toEqual(pending);
    expect(await deployMigrations(url)).toEqual([]);
    expect((await migrationStatus(url)).applied).toEqual(pending);
  });

  test('a migration that was edited after it was applied stops the start', async () => {
    const { db, url } = await freshDatabase(provider);
    await db.$executeRawUnsafe(`UPDATE "_prisma_migrations" SET "checksum" = 'other'`);
    await expect(deployMigrations(url)).rejects.toThrow(/was changed after it had been applied/);
  });

  test('a migration that failed half-way stops the start', async () => {
    const { db, url } = await freshDatabase(provider);
    await db.$executeRawUnsafe(`UPDATE "_prisma_migrations" SET "finished_at" = NULL`);
    await expect(deployMigrations(url)).rejects.toThrow(/failed half-way/);
  });

  test('a database of a newer version is refused, and named as such', async () => {
    const { db, url } = await freshDatabase(provider);
    await db.$executeRawUnsafe(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "started_at", "applied_steps_count")
       SELECT 'later', 'x', '29990101000000_later', "finished_at", "started_at", 1 FROM "_prisma_migrations" LIMIT 1`,
    );
    const error = await deployMigrations(url).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MigrationError);
    expect((error as MigrationError).status.unknown).toEqual(['29990101000000_later']);
    expect((error as MigrationError).message).toMatch(/newer version/);
  });

  test('the schema holds nothing that no migration brings', async () => {
    const schema = readFileSync(join(homeDir, 'prisma/schema.prisma'), 'utf8');
    const snapshot = readFileSync(join(homeDir, 'prisma/migrations/schema.prisma'), 'utf8');
    const url = provider === 'sqlite' ? await emptyDatabaseUrl(provider) : inject('postgresqlUrl');
    expect(await migrationSql(url, snapshot, schema)).toBe('');
  });
});

test('SQLite connections are durable, enforce foreign keys and see triggers on REPLACE', async () => {
  const { url } = await freshDatabase('sqlite');
  const db = openDatabase(url);
  const pragma = async (name: string) =>
    Object.values((await db.$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0]!)[0];
  expect(await pragma('journal_mode')).toBe('wal');
  expect(Number(await pragma('synchronous'))).toBe(2);
  expect(Number(await pragma('foreign_keys'))).toBe(1);
  expect(Number(await pragma('recursive_triggers'))).toBe(1);
  expect(Number(await pragma('busy_timeout'))).toBe(5000);
  await db.$disconnect();
});
