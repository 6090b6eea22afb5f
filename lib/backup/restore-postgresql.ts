// PostgreSQL: the tables go and come in one transaction, so everybody sees the database before or after it.

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, openDatabase } from '@/lib/db';
import { deployMigrations } from '@/lib/migrations';
import { BackupError, writingTo } from './backup-error';
import { backupName, backupsFolder, checkBackup, createBackup } from './create-backup';
import { summarizeDatabase } from './database-summary';
import { runClient } from './postgresql-client';
import { serverMajorOf } from './postgresql-dump';
import { finishRestore, type Restored, type RestoreOptions, requireKnownMigrations } from './restore-backup';
import { scratchFolder } from './scratch-folder';

export async function restorePostgresql(
  path: string,
  { databaseUrl, dataDir, force }: RestoreOptions,
): Promise<Restored> {
  const folder = backupsFolder(dataDir);
  return writingTo(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const scratch = await scratchFolder(folder);
    const db = openDatabase(databaseUrl);
    try {
      const dump = join(scratch, 'dump');
      const manifest = await checkBackup(path, dump, databaseUrl);
      requireKnownMigrations(path, manifest);
      if (!force) await requireNobodyConnected(db);
      const serverMajor = await serverMajorOf(db);
      const present = await summarizeDatabase(db);
      const isEmpty = Object.keys(present.rows).length === 0;
      const kept = isEmpty
        ? undefined
        : (await keepPresent(databaseUrl, join(folder, backupName(new Date(), 'before-restore')))).path;
      const revision = Math.max(present.revision ?? 0, manifest.revision ?? 0);
      const schema = manifest.schema ?? 'public';
      const files = { before: join(scratch, 'before.sql'), dumped: join(scratch, 'dumped.sql') };
      await writeFile(files.before, emptying(schema), { mode: 0o600 });
      // With --schema the schema itself, which is there, is not created.
      const args = ['--no-owner', '--no-privileges', `--schema=${schema}`, `--file=${files.dumped}`, dump];
      await runClient('pg_restore', args, databaseUrl, { serverMajor });
      const after = `UPDATE ${quoted(schema)}."RuleState" SET "revision" = ${revision + 1};`;
      const script = ['--single-transaction', `--file=${files.before}`, `--file=${files.dumped}`];
      await runClient(
        'psql',
        ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', ...script, `--command=${after}`],
        databaseUrl,
        { serverMajor },
      );
      await deployMigrations(databaseUrl);
      const restored = { manifest, kept };
      await finishRestore(db, path, restored, revision + 1);
      return restored;
    } finally {
      await db.$disconnect();
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

async function keepPresent(databaseUrl: string, path: string) {
  return createBackup(databaseUrl, path).catch((error: unknown) => {
    if (!(error instanceof BackupError) || error.code === 'NO_SPACE') throw error;
    throw new BackupError('NOT_KEPT', { detail: error.params.detail ?? error.message });
  });
}

async function requireNobodyConnected(db: Database): Promise<void> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(DISTINCT pid) AS "count" FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  if (Number(row?.count) > 0) throw new BackupError('CONNECTED', { count: String(row?.count) });
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Drops all that is in a schema but what belongs to an extension. Collected first: what is dropped has no name any more. */
const emptying = (schema: string) => `
SET lock_timeout = '30s';
DO $$
DECLARE
  place CONSTANT oid := '${quoted(schema).replaceAll("'", "''")}'::regnamespace;
  statements text[];
  statement text;
BEGIN
  SELECT array_agg(format('DROP %s IF EXISTS %s CASCADE', kind, name) ORDER BY turn) INTO statements FROM (
    SELECT 1 AS turn, 'pg_class'::regclass AS catalog, oid AS id, oid::regclass::text AS name,
      CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind
    FROM pg_class WHERE relnamespace = place AND relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT 2, 'pg_proc'::regclass, oid, oid::regprocedure::text,
      CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END
    FROM pg_proc WHERE pronamespace = place AND prokind IN ('f', 'p')
    UNION ALL
    SELECT 3, 'pg_type'::regclass, oid, oid::regtype::text, 'TYPE'
    FROM pg_type WHERE typnamespace = place AND typtype IN ('e', 'd')
  ) AS things
  WHERE NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = catalog AND objid = id AND deptype = 'e');
  FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP
    EXECUTE statement;
  END LOOP;
END $$;
`;
