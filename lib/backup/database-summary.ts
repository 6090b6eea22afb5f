// What a database holds, as a backup's manifest says it.

import type { Database, Transaction } from '@/lib/db';
import { providerOfClient } from '@/lib/insert-rows';
import type { BackupManifest } from './backup-file';

export type DatabaseSummary = Pick<BackupManifest, 'migrations' | 'revision' | 'schema' | 'rows'>;

/** Counts every table's rows: call it where nothing changes in between. */
export async function summarizeDatabase(db: Database | Transaction): Promise<DatabaseSummary> {
  const isPostgresql = providerOfClient(db) === 'postgresql';
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(
    isPostgresql
      ? `SELECT tablename::text AS "name" FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`
      : `SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1`,
  );
  const rows: Record<string, number> = {};
  for (const { name } of tables) {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const [row] = await db.$queryRawUnsafe<{ count: bigint }[]>(`SELECT count(*) AS "count" FROM ${quoted}`);
    rows[name] = Number(row?.count);
  }
  const migrations = Object.hasOwn(rows, '_prisma_migrations')
    ? await db.$queryRaw<{ name: string }[]>`
        SELECT "migration_name" AS "name" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL ORDER BY 1`
    : [];
  const [state] = Object.hasOwn(rows, 'RuleState')
    ? await db.$queryRaw<{ revision: number }[]>`SELECT "revision" FROM "RuleState" WHERE "id" = 1`
    : [];
  const [place] = isPostgresql
    ? await db.$queryRaw<{ schema: string }[]>`SELECT current_schema()::text AS "schema"`
    : [];
  return {
    migrations: migrations.map(({ name }) => name),
    revision: state ? Number(state.revision) : null,
    schema: place?.schema ?? null,
    rows,
  };
}

/** Whether two counts of rows say the same. */
export function sameRows(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
