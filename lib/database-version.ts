// Whether the database belongs to this release, told without starting the migration engine.

import { readdirSync } from 'node:fs';
import type { Database } from './db';
import { providerOfClient } from './insert-rows';
import { MigrationError, migrationsDir } from './migrations';

/**
 * Throws a MigrationError where the database lacks a migration of this release or has one of a newer one, and the
 * database's own error where it was never migrated.
 */
export async function requireCurrentDatabase(db: Database): Promise<void> {
  const entries = readdirSync(migrationsDir(providerOfClient(db)), { withFileTypes: true });
  const known = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const rows = await db.$queryRaw<{ name: string; finished: boolean | number | bigint }[]>`
    SELECT "migration_name" AS "name", "finished_at" IS NOT NULL AS "finished" FROM "_prisma_migrations"
    WHERE "rolled_back_at" IS NULL`;
  const applied = rows.map(({ name }) => name);
  const status = {
    applied: applied.filter((name) => known.includes(name)),
    pending: known.filter((name) => !applied.includes(name)),
    failed: rows.filter(({ finished }) => !Number(finished)).map(({ name }) => name),
    edited: [],
    unknown: applied.filter((name) => !known.includes(name)),
  };
  if (status.pending.length + status.failed.length + status.unknown.length === 0) return;
  throw new MigrationError(status, 'The database is not that of this release.');
}
