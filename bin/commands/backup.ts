// sluice backup [FILE] [--keep N]

import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  backupChange,
  backupName,
  backupsFolder,
  createBackup,
  pruneBackups,
} from '@/lib/backup/create-backup';
import { requireCurrentDatabase } from '@/lib/database-version';
import { openDatabase } from '@/lib/db';
import { env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { MigrationError } from '@/lib/migrations';
import { changeRules } from '@/lib/rule-change';
import { CommandError, command } from '../command-errors';

const words = () => translator(localeFromTerminal(), 'backup');

export function registerBackup(program: Command): void {
  const t = words();
  program
    .command('backup')
    .description(t('command'))
    .argument('[file]', t('argumentTarget'))
    .option('--keep <n>', t('optionKeep'))
    .action(command(backup));
}

async function backup(file: string | undefined, { keep }: { keep?: string }): Promise<void> {
  const t = words();
  if (keep !== undefined && !/^[1-9]\d{0,5}$/.test(keep)) {
    throw new CommandError(t('badKeep', { value: keep }));
  }
  const { dataDir, databaseUrl } = env();
  const path = file ? resolve(file) : join(backupsFolder(dataDir), backupName(new Date()));
  const made = await createBackup(databaseUrl, path);
  const change = backupChange(made);
  console.log(t('made', { file: path, rows: change.after.rows, size: readableSize(made.size) }));
  if (keep !== undefined) {
    const count = await pruneBackups(dirname(path), Number(keep));
    if (count > 0) console.log(t('pruned', { count }));
  }
  await record(databaseUrl, change);
}

/** The log of a database of another release cannot be written: before an upgrade it is backed up all the same. */
async function record(databaseUrl: string, change: ReturnType<typeof backupChange>): Promise<void> {
  const db = openDatabase(databaseUrl);
  try {
    await requireCurrentDatabase(db);
    await changeRules(db, { actor: 'command line' }, async () => [change]);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    console.error(words()('notRecorded'));
  } finally {
    await db.$disconnect();
  }
}

const readableSize = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
