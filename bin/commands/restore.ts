// sluice restore FILE [--dry-run] [--force]

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { BackupError } from '@/lib/backup/backup-error';
import type { BackupManifest } from '@/lib/backup/backup-file';
import { checkBackup } from '@/lib/backup/create-backup';
import { requireKnownMigrations, restoreBackup } from '@/lib/backup/restore-backup';
import { providerOf } from '@/lib/db';
import { type Env, env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { takeLock } from '@/lib/process-lock.mjs';
import { CommandError, command } from '../command-errors';

type Options = { dryRun?: boolean; force?: boolean };

const words = () => translator(localeFromTerminal(), 'backup');

export function registerRestore(program: Command): void {
  const t = words();
  program
    .command('restore')
    .description(t('restoreCommand'))
    .argument('<file>', t('argumentBackup'))
    .option('--dry-run', t('optionDryRun'))
    .option('--force', t('optionForce'))
    .action(command(restore));
}

async function restore(file: string, { dryRun = false, force = false }: Options): Promise<void> {
  const path = resolve(file);
  const config = env();
  if (dryRun) return check(path, config);
  const mayRun = force && providerOf(config.databaseUrl) === 'postgresql';
  const release = lockOut(config, mayRun);
  try {
    const { manifest, kept } = await restoreBackup(path, { ...config, force: mayRun });
    const t = words();
    const lines = [
      t('restored', { time: manifest.createdAt }),
      ...(kept ? [t('kept', { file: kept })] : []),
      ...(mayRun ? [] : [t('startAgain')]),
    ];
    console.log(lines.join('\n'));
  } finally {
    release();
  }
}

/** Keeps `npm start` from starting meanwhile. Processes started by systemd are noticed by their connections. */
function lockOut({ dataDir }: Env, mayRun: boolean): () => void {
  const lock = takeLock(join(dataDir, 'run', 'supervisor.lock'));
  if (lock.release) return lock.release;
  if (mayRun) return () => {};
  throw new CommandError(words()('running', { folder: dataDir, pid: String(lock.owner.pid) }));
}

async function check(path: string, { databaseUrl }: Env): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-restore.'));
  try {
    const manifest = await checkBackup(path, join(scratch, 'database'), databaseUrl);
    requireKnownMigrations(path, manifest);
    console.log(words()('checked', summary(manifest)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new BackupError('NO_SPACE', { folder: scratch });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const summary = ({ provider, createdAt, version, rows }: BackupManifest) => ({
  provider: provider === 'sqlite' ? 'SQLite' : 'PostgreSQL',
  time: createdAt,
  version,
  rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
});
