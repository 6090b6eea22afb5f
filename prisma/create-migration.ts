// For developers: writes the next migration of both databases from what schema.prisma has become.
//   node --import tsx prisma/create-migration.ts NAME

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiffTarget } from '@prisma/schema-engine-wasm';
import { providerOf } from '@/lib/db';
import { homeDir } from '@/lib/env';
import { migrationsDir, withEngine } from '@/lib/migrations';
import { startCluster } from '@/lib/testing/postgresql-cluster';
import { postgresqlSchema } from './generate.mjs';

const schemaFile = join(homeDir, 'prisma/schema.prisma');
/** The schema as the newest migration leaves it. */
const snapshotFile = join(homeDir, 'prisma/migrations/schema.prisma');

/**
 * The SQL that leads from one schema to another; empty where nothing differs. The engine reads nothing from the database at
 * `url`, but for PostgreSQL it insists on a connection.
 */
export async function migrationSql(url: string, from: string | null, to: string): Promise<string> {
  const provider = providerOf(url);
  const forProvider = (schema: string) => (provider === 'sqlite' ? schema : postgresqlSchema(schema));
  const target = (schema: string): DiffTarget => ({
    tag: 'schemaDatamodel',
    files: [{ path: 'schema.prisma', content: forProvider(schema) }],
  });
  const { stdout } = await withEngine(url, (engine) =>
    engine.diff({
      from: from === null ? { tag: 'empty' } : target(from),
      to: target(to),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return /^-- This is an empty migration/.test(stdout ?? '') ? '' : (stdout ?? '');
}

async function createMigration(name: string) {
  const schema = readFileSync(schemaFile, 'utf8');
  const snapshot = existsSync(snapshotFile) ? readFileSync(snapshotFile, 'utf8') : null;
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const cluster = await startCluster();
  try {
    for (const url of ['file::memory:', cluster.url('postgres')]) {
      const sql = await migrationSql(url, snapshot, schema);
      if (sql === '') throw new Error('The schema has not changed since the newest migration.');
      const folder = join(migrationsDir(providerOf(url)), `${stamp}_${name}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'migration.sql'), sql);
      console.log(`${folder}/migration.sql`);
    }
  } finally {
    await cluster.stop();
  }
  writeFileSync(snapshotFile, schema);
}

if (process.argv[1] === import.meta.filename) {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_]+$/.test(name))
    throw new Error('Usage: create-migration.ts NAME (a-z, 0-9 and _)');
  await createMigration(name);
}
