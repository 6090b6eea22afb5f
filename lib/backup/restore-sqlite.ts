// The restored database is made ready beside the present one and then takes its name: a crash leaves the one or the other.

import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findDatabaseProblem } from '@/lib/database-error';
import { openDatabase } from '@/lib/db';
import { syncFile, syncFolder } from '@/lib/durable-files';
import { deployMigrations } from '@/lib/migrations';
import { BackupError, writingTo } from './backup-error';
import { checkBackup } from './create-backup';
import { finishRestore, type Restored, type RestoreOptions, requireKnownMigrations } from './restore-backup';
import { scratchFolder } from './scratch-folder';
import { foldLog, withSqliteFile } from './sqlite-copy';

/** Added to the revision where the one in force cannot be read: more changes than anybody makes between two backups. */
const UNREADABLE_LEAP = 1_000_000;

export async function restoreSqlite(path: string, { databaseUrl }: RestoreOptions): Promise<Restored> {
  const file = databaseUrl.slice('file:'.length);
  const folder = dirname(file);
  return writingTo(folder, async () => {
    await mkdir(folder, { recursive: true });
    const scratch = await scratchFolder(folder);
    try {
      const copy = join(scratch, 'sluice.db');
      const manifest = await checkBackup(path, copy, databaseUrl);
      requireKnownMigrations(path, manifest);
      await deployMigrations(`file:${copy}`);
      const present = existsSync(file) ? await closePresent(file) : undefined;
      const restored = { manifest, kept: present && `${file}.before-restore-${stamp()}` };
      const known = Math.max(
        manifest.revision ?? 0,
        present?.revision ?? (manifest.revision ?? 0) + UNREADABLE_LEAP,
      );
      await withSqliteFile(copy, (db) => finishRestore(db, path, restored, present ? known : 0));
      await syncFile(copy);
      if (restored.kept) await keep(file, restored.kept);
      await takeOwner(copy, existsSync(file) ? file : folder);
      await rename(copy, file);
      await syncFolder(folder);
      return restored;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

/**
 * Makes sure that nobody has the present database open and that all of it is in its file. Its revision is undefined where it is
 * damaged, which is why somebody restores.
 */
async function closePresent(file: string): Promise<{ revision: number | undefined }> {
  const db = openDatabase(`file:${file}`, { busyTimeout: 0 });
  try {
    const [state] = await db.$queryRaw<{ revision: number }[]>`SELECT "revision" FROM "RuleState"`;
    await foldLog(db);
    return { revision: state && Number(state.revision) };
  } catch (error) {
    const problem = findDatabaseProblem(error)?.code;
    if (problem === 'LOCKED') throw new BackupError('IN_USE', { file });
    if (problem === 'CORRUPT' || problem === 'NOT_MIGRATED') return { revision: undefined };
    throw error;
  } finally {
    await db.$disconnect();
  }
}

/** A second name for the present database. A log that could not be folded in goes along: SQLite would play it into the next one. */
async function keep(file: string, kept: string): Promise<void> {
  for (const ending of ['-wal', '-shm']) {
    if (existsSync(`${file}${ending}`)) await copyFile(`${file}${ending}`, `${kept}${ending}`);
  }
  // Not every file system can link.
  await link(file, kept).catch(() => copyFile(file, kept));
  await syncFolder(dirname(file));
  for (const ending of ['-wal', '-shm']) await rm(`${file}${ending}`, { force: true });
}

/** Run by root, the database still belongs to the account that Sluice runs as. */
async function takeOwner(copy: string, like: string): Promise<void> {
  await chmod(copy, 0o600);
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(like);
  await chown(copy, uid, gid);
}

const stamp = () => new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
