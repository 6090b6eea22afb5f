// A backup of the database while Sluice runs: copied as of one moment, read again and compared before it gets its name.

import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openDatabase, providerOf } from '@/lib/db';
import { syncFolder } from '@/lib/durable-files';
import { homeDir } from '@/lib/env';
import { BackupError, writingTo } from './backup-error';
import { type BackupManifest, extractDatabase, readBackupFile, writeBackupFile } from './backup-file';
import { sameRows } from './database-summary';
import { dumpPostgresql, rowsOfDump, serverMajorOf } from './postgresql-dump';
import { scratchFolder } from './scratch-folder';
import { checkSqlite, copySqlite } from './sqlite-copy';

export type Backup = { path: string; manifest: BackupManifest; size: number; checksum: string };

const nameOf = (moment: Date) => moment.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
const PRUNED = /^sluice-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup$/;

/** Where backups go that are given no name, and how they are called. */
export const backupsFolder = (dataDir: string) => join(dataDir, 'backups');
export const backupName = (moment: Date, prefix = 'sluice') => `${prefix}-${nameOf(moment)}.backup`;

/** Makes a backup at `path`, which must not exist. When it fails there is nothing there. */
export async function createBackup(databaseUrl: string, path: string): Promise<Backup> {
  const folder = dirname(path);
  return writingTo(folder, async () => {
    if (existsSync(path)) throw new BackupError('EXISTS', { file: path });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const scratch = await scratchFolder(folder);
    try {
      const made = await makeIn(scratch, databaseUrl);
      await checkBackup(made.path, join(scratch, 'again'), databaseUrl);
      await rename(made.path, path);
      await syncFolder(folder);
      return { ...made, path };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

async function makeIn(scratch: string, databaseUrl: string): Promise<Backup> {
  const copy = join(scratch, 'database');
  const provider = providerOf(databaseUrl);
  const createdAt = new Date().toISOString();
  const summary = await (provider === 'sqlite' ? copySqlite : dumpPostgresql)(databaseUrl, copy);
  const manifest = { version: ownVersion(), provider, createdAt, ...summary };
  const path = join(scratch, 'backup');
  const written = await writeBackupFile(path, manifest, copy);
  await rm(copy);
  return { path, manifest, ...written };
}

/**
 * Reads all of a backup, leaves its database (for PostgreSQL its dump) at `to` and returns its manifest. Throws a BackupError where
 * anything is not as the manifest says.
 */
export async function checkBackup(path: string, to: string, databaseUrl: string): Promise<BackupManifest> {
  const manifest = await readBackupFile(path);
  const provider = providerOf(databaseUrl);
  if (manifest.provider !== provider) {
    throw new BackupError('OTHER_PROVIDER', { file: path, backup: manifest.provider, database: provider });
  }
  await extractDatabase(path, to);
  const rows = await (provider === 'sqlite'
    ? checkSqlite(to).then((summary) => summary?.rows)
    : rowsIn(to, databaseUrl));
  if (!rows || !sameRows(rows, manifest.rows)) throw new BackupError('DAMAGED', { file: path });
  return manifest;
}

async function rowsIn(dump: string, databaseUrl: string): Promise<Record<string, number>> {
  const db = openDatabase(databaseUrl);
  const serverMajor = await serverMajorOf(db).finally(() => db.$disconnect());
  return rowsOfDump(dump, databaseUrl, serverMajor);
}

/** Deletes all but the newest backups of the usual name in a folder; returns how many. */
export async function pruneBackups(folder: string, keep: number): Promise<number> {
  const names = (await readdir(folder)).filter((name) => PRUNED.test(name)).sort();
  const old = names.slice(0, Math.max(0, names.length - keep));
  for (const name of old) await rm(join(folder, name));
  return old.length;
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(join(homeDir, 'package.json'), 'utf8')) as { version: string }).version;
}

/** What a ChangeEvent says about a backup. */
export function backupChange({ path, manifest, size, checksum }: Backup) {
  const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
  return {
    entity: 'Database' as const,
    id: null,
    kind: 'backup' as const,
    label: basename(path),
    before: null,
    after: { file: path, rows, size, checksum },
  };
}
