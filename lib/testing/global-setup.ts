// One PostgreSQL server for all unit tests, and of either kind a migrated, empty database that theirs are copies of.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { deployMigrations } from '@/lib/migrations';
import { runStatement, startCluster } from './postgresql-cluster';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresqlUrl: string;
    /** Name of the database on that server, and path of the SQLite file. */
    migratedDatabases: { postgresql: string; sqlite: string };
  }
}

export default async function setup(project: TestProject) {
  const cluster = await startCluster({ forgetful: true });
  const folder = mkdtempSync(join(tmpdir(), 'sluice-migrated-'));
  const migrated = { postgresql: 'migrated', sqlite: join(folder, 'sluice.db') };
  await runStatement(cluster.url('postgres'), `CREATE DATABASE ${migrated.postgresql}`);
  await deployMigrations(cluster.url(migrated.postgresql));
  await deployMigrations(`file:${migrated.sqlite}`);
  project.provide('postgresqlUrl', cluster.url('postgres'));
  project.provide('migratedDatabases', migrated);
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    await cluster.stop();
  };
}
