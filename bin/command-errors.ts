// How a command fails: what can be expected is one clear message on standard error and exit code 1; anything else is a
// mistake of the program's, and shows where.

import { BackupError } from '@/lib/backup/backup-error';
import { databaseProblemText, findDatabaseProblem } from '@/lib/database-error';
import { requireCurrentDatabase } from '@/lib/database-version';
import { type Database, openDatabase } from '@/lib/db';
import { EnvError, env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';

/** An expected failure. The message is for people, in their language, and says what to do. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Wraps the action of a command. */
export function command<Arguments extends unknown[]>(
  work: (...given: Arguments) => Promise<void> | void,
): (...given: Arguments) => Promise<void> {
  return async (...given) => {
    // `sluice export | head` is no failure.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
    try {
      await work(...given);
    } catch (error) {
      console.error(failureText(error));
      process.exitCode = 1;
    }
  };
}

function failureText(error: unknown): unknown {
  if (error instanceof CommandError || error instanceof EnvError) return error.message;
  if (error instanceof BackupError) {
    return translator(localeFromTerminal(), 'backup')(`problem.${error.code}`, problemSlots(error));
  }
  const problem = findDatabaseProblem(error);
  return problem ? databaseProblemText(problem, localeFromTerminal()) : error;
}

/** A message may name any of these. */
const problemSlots = ({ params }: BackupError) => ({
  ...{ file: '', folder: '', detail: '', backup: '', database: '', version: '', migrations: '', count: '' },
  ...{ program: '', major: '', ...params },
});

/** Runs `work` with the database, which has to be that of this release. */
export async function withDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const db = openDatabase(env().databaseUrl);
  try {
    await requireCurrentDatabase(db);
    return await work(db);
  } finally {
    await db.$disconnect();
  }
}

/** Writes to standard output and resolves when it is ready for more. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
