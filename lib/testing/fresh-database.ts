// A migrated, empty database for a test, of either kind. `describe.each(providers)` runs the same tests on both.

import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { type Database, openDatabase, type Provider } from '@/lib/db';
import { runStatement } from './postgresql-cluster';

export const providers: Provider[] = ['sqlite', 'postgresql'];

/** The URL of an empty database that nobody else uses; it is removed when the test ends. */
export async function emptyDatabaseUrl(provider: Provider): Promise<string> {
  return provider === 'sqlite' ? `file:${sqlitePath()}` : postgresqlDatabase();
}

export async function freshDatabase(provider: Provider): Promise<{ db: Database; url: string }> {
  const url = await migratedDatabaseUrl(provider);
  const db = openDatabase(url);
  onTestFinished(() => db.$disconnect());
  return { db, url };
}

/** A copy of the database that was migrated once for all: as good as migrating anew, and a hundred times as quick. */
async function migratedDatabaseUrl(provider: Provider): Promise<string> {
  const migrated = inject('migratedDatabases');
  if (provider === 'postgresql') return postgresqlDatabase(migrated.postgresql);
  const path = sqlitePath();
  copyFileSync(migrated.sqlite, path);
  return `file:${path}`;
}

function sqlitePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'sluice.db');
}

async function postgresqlDatabase(template = 'template1'): Promise<string> {
  const server = inject('postgresqlUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runStatement(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  onTestFinished(() => runStatement(server, `DROP DATABASE ${name} WITH (FORCE)`));
  return server.replace(/\/postgres$/, `/${name}`);
}
