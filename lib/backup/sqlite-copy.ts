// SQLite's side of backing up and restoring.

import { findDatabaseProblem } from '@/lib/database-error';
import { type Database, openDatabase } from '@/lib/db';
import { type DatabaseSummary, summarizeDatabase } from './database-summary';

/** Copies the database to a new file as it is at one moment, whoever writes meanwhile. */
export async function copySqlite(databaseUrl: string, to: string): Promise<DatabaseSummary> {
  const db = openDatabase(databaseUrl);
  try {
    await db.$executeRaw`VACUUM INTO ${to}`;
  } finally {
    await db.$disconnect();
  }
  return withSqliteFile(to, summarizeDatabase);
}

/** What is in a SQLite file, or undefined where it is damaged. */
export async function checkSqlite(path: string): Promise<DatabaseSummary | undefined> {
  try {
    return await withSqliteFile(path, async (db) => {
      const problems = await db.$queryRawUnsafe<{ integrity_check: string }[]>('PRAGMA integrity_check');
      return problems[0]?.integrity_check === 'ok' ? await summarizeDatabase(db) : undefined;
    });
  } catch (error) {
    if (findDatabaseProblem(error)?.code === 'CORRUPT') return undefined;
    throw error;
  }
}

/** Runs `work` on a file that nobody else uses, and leaves one file of it, without a log beside it. */
export async function withSqliteFile<Result>(
  path: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = openDatabase(`file:${path}`);
  try {
    const result = await work(db);
    await foldLog(db);
    return result;
  } finally {
    await db.$disconnect();
  }
}

/** Moves all of the write-ahead log into the file itself. The database's LOCKED while anybody else has it open. */
export async function foldLog(db: Database): Promise<void> {
  await db.$queryRawUnsafe('PRAGMA journal_mode = DELETE');
}
