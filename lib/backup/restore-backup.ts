// The database as a backup has it, in place of the one that is there, which is kept.

import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { type Database, type Provider, providerOf } from '@/lib/db';
import { migrationsDir } from '@/lib/migrations';
import { changeRules } from '@/lib/rule-change';
import { BackupError } from './backup-error';
import type { BackupManifest } from './backup-file';
import { restorePostgresql } from './restore-postgresql';
import { restoreSqlite } from './restore-sqlite';

export type RestoreOptions = {
  databaseUrl: string;
  dataDir: string;
  /** PostgreSQL only: although somebody is connected. */
  force: boolean;
};

export type Restored = {
  manifest: BackupManifest;
  /** Where the database from before is; undefined where there was none. */
  kept: string | undefined;
};

/** Restores the backup, or throws a BackupError and has changed nothing. */
export function restoreBackup(path: string, options: RestoreOptions): Promise<Restored> {
  return providerOf(options.databaseUrl) === 'sqlite'
    ? restoreSqlite(path, options)
    : restorePostgresql(path, options);
}

/** Throws where the backup has migrations that this release does not know. */
export function requireKnownMigrations(path: string, manifest: BackupManifest): void {
  const known = knownMigrations(manifest.provider);
  const unknown = manifest.migrations.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const { version } = manifest;
  throw new BackupError('NEWER', { file: path, version, migrations: unknown.join(', ') });
}

function knownMigrations(provider: Provider): string[] {
  const entries = readdirSync(migrationsDir(provider), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/**
 * What a restored database of this release still needs. Its revision goes past every one that a running process may know: the same
 * number would mean other rules. What had ended since stays ended: a session signed out, a link used.
 */
export async function finishRestore(
  db: Database,
  path: string,
  { manifest, kept }: Restored,
  knownRevision: number,
): Promise<void> {
  await db.$executeRaw`UPDATE "RuleState" SET "revision" = ${knownRevision} WHERE "revision" < ${knownRevision}`;
  await changeRules(db, { actor: 'command line' }, async (tx) => {
    await tx.session.deleteMany();
    await tx.signInLink.deleteMany();
    return [
      {
        ...{ entity: 'Database', id: null, kind: 'restore', label: basename(path), before: null },
        after: { file: path, madeAt: manifest.createdAt, madeBy: manifest.version, kept: kept ?? null },
      },
    ];
  });
}
