// A migrated, empty database for a test, of either kind. `describe.each(providers)` runs the same tests on both.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { type Database, openDatabase, type Provider } from '@/lib/db';
import { deployMigrations } from '@/lib/migrations';
import { runStatement } from './postgresql-cluster';

export const providers: Provider[] = ['sqlite', 'postgresql'];

/** The URL of an empty database that nobody else uses; it is removed when the test ends. */
export async function emptyDatabaseUrl(provider: Provider): Promise<string> {
  if (provider === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return `file:${join(folder, 'sluice.db')}`;
  }
  const server = inject('postgresqlUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runStatement(server, `CREATE DATABASE ${name}`);
  onTestFinished(() => runStatement(server, `DROP DATABASE ${name} WITH (FORCE)`));
  return server.replace(/\/postgres$/, `/${name}`);
}

export async function freshDatabase(provider: Provider): Promise<{ db: Database; url: string }> {
  const url = await emptyDatabaseUrl(provider);
  await deployMigrations(url);
  const db = openDatabase(url);
  onTestFinished(() => db.$disconnect());
  return { db, url };
}
