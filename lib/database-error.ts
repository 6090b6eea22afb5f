// What went wrong with the database, told from the many shapes in which Prisma, its adapters and the drivers throw it. The
// words for people are in messages/, under `database`.

import type { DatabaseProblem, DatabaseProblemCode, DatabaseUnavailable } from './database-problem';
import { openDatabase } from './db';
import { type Locale, translator } from './i18n';
import { MigrationError } from './migrations';

/** By the driver's own code, or its beginning: SQLite's names, PostgreSQL's SQLSTATE, the operating system's. */
const byCode: [prefix: string, code: DatabaseProblemCode][] = [
  ['SQLITE_BUSY', 'LOCKED'],
  ['SQLITE_LOCKED', 'LOCKED'],
  ['SQLITE_READONLY', 'READ_ONLY'],
  ['SQLITE_FULL', 'FULL'],
  ['SQLITE_CORRUPT', 'CORRUPT'],
  ['SQLITE_NOTADB', 'CORRUPT'],
  ['SQLITE_IOERR_CORRUPTFS', 'CORRUPT'],
  ['SQLITE_CANTOPEN', 'UNREACHABLE'],
  ['SQLITE_IOERR', 'UNREACHABLE'],
  ['SQLITE_PERM', 'DENIED'],
  ['SQLITE_AUTH', 'DENIED'],
  ['55P03', 'LOCKED'], // lock_not_available
  ['40P01', 'LOCKED'], // deadlock_detected
  ['40001', 'LOCKED'], // serialization_failure
  ['25006', 'READ_ONLY'], // read_only_sql_transaction
  ['53100', 'FULL'], // disk_full
  ['XX001', 'CORRUPT'],
  ['XX002', 'CORRUPT'],
  ['08', 'UNREACHABLE'],
  ['53300', 'UNREACHABLE'], // too_many_connections
  ['57P', 'UNREACHABLE'], // shutting down or starting up
  ['3D000', 'UNREACHABLE'], // the server has no database of this name
  ['28', 'DENIED'],
  ['42501', 'DENIED'],
  ['42P01', 'NOT_MIGRATED'],
  ['42703', 'NOT_MIGRATED'],
  ['ECONN', 'UNREACHABLE'],
  ['ETIMEDOUT', 'UNREACHABLE'],
  ['ENOTFOUND', 'UNREACHABLE'],
  ['EAI_AGAIN', 'UNREACHABLE'],
  ['EHOSTUNREACH', 'UNREACHABLE'],
  ['ENETUNREACH', 'UNREACHABLE'],
  ['EPIPE', 'UNREACHABLE'],
  ['P1008', 'LOCKED'],
  ['P2024', 'LOCKED'],
];

/** By the adapter's name for it, where it keeps no code. */
const byKind: Record<string, DatabaseProblemCode> = {
  TableDoesNotExist: 'NOT_MIGRATED',
  ColumnNotFound: 'NOT_MIGRATED',
  DatabaseNotReachable: 'UNREACHABLE',
  DatabaseDoesNotExist: 'UNREACHABLE',
  ConnectionClosed: 'UNREACHABLE',
  TlsConnectionError: 'UNREACHABLE',
  TooManyConnections: 'UNREACHABLE',
  SocketTimeout: 'UNREACHABLE',
  AuthenticationFailed: 'DENIED',
  DatabaseAccessDenied: 'DENIED',
};

/** By what Prisma's migration engine, the pg pool and Prisma's transactions say; they pass no code on. */
const byMessage: [pattern: RegExp, code: DatabaseProblemCode][] = [
  [/Can't reach database server|Database `.*` does not exist/, 'UNREACHABLE'],
  [/timeout exceeded when trying to connect|Connection terminated/, 'UNREACHABLE'],
  [/was denied access|Authentication failed/, 'DENIED'],
  [/Unable to start a transaction in the given time/, 'LOCKED'],
];

type Thrown = {
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: { cause?: AdapterCause } };
};
type AdapterCause = {
  kind?: string;
  originalCode?: string;
  originalMessage?: string;
  host?: string;
  port?: number;
};

/** The database's trouble behind an error, or undefined where the error is about something else. */
export function findDatabaseProblem(error: unknown): DatabaseProblem | undefined {
  if (error instanceof MigrationError) return migrationProblem(error);
  if (typeof error !== 'object' || error === null) return undefined;
  // By its name: Next's bundles have classes of their own.
  if ((error as Error).name === 'DatabaseUnavailable') return (error as DatabaseUnavailable).problem;
  const { code, message, cause, meta } = error as Thrown;
  const adapterCause = meta?.driverAdapterError?.cause ?? (isAdapterCause(cause) ? cause : undefined);
  const driverCode = adapterCause?.originalCode ?? code;
  const known =
    codeOf(driverCode) ??
    (adapterCause?.kind === undefined ? undefined : byKind[adapterCause.kind]) ??
    byMessage.find(([pattern]) => pattern.test(String(message)))?.[1];
  if (!known) return cause === undefined || isAdapterCause(cause) ? undefined : findDatabaseProblem(cause);
  return { code: known, detail: detailOf(adapterCause, message) };
}

/** As `findDatabaseProblem`, for errors that are known to come from the database. */
export function describeDatabaseError(error: unknown): DatabaseProblem {
  return (
    findDatabaseProblem(error) ?? {
      code: 'OTHER',
      detail: oneLine(error instanceof Error ? error.message : String(error)),
    }
  );
}

/**
 * Asks the database itself what is wrong with it: Prisma's migration engine reports a file that is locked, damaged or
 * cannot be opened as «Error code 1». Undefined where the database answers, migrated or not.
 */
export async function diagnoseDatabase(databaseUrl: string): Promise<DatabaseProblem | undefined> {
  try {
    const db = openDatabase(databaseUrl, { busyTimeout: 1000 });
    try {
      await db.$queryRaw`SELECT count(*) FROM "_prisma_migrations"`;
    } finally {
      await db.$disconnect();
    }
  } catch (error) {
    const problem = findFileProblem(error) ?? describeDatabaseError(error);
    return problem.code === 'NOT_MIGRATED' ? undefined : problem;
  }
  return undefined;
}

/** What to tell a person: what is wrong and what to do about it. */
export function databaseProblemText(problem: DatabaseProblem, locale: Locale): string {
  return translator(locale, 'database')(problem.code, { detail: problem.detail });
}

function codeOf(code: unknown): DatabaseProblemCode | undefined {
  if (typeof code !== 'string') return undefined;
  return byCode.find(([prefix]) => code.startsWith(prefix))?.[1];
}

/** The folder of a SQLite file that cannot be made or entered. */
function findFileProblem(error: unknown): DatabaseProblem | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  const codes: Record<string, DatabaseProblemCode> = {
    EACCES: 'DENIED',
    EPERM: 'DENIED',
    EROFS: 'READ_ONLY',
    ENOSPC: 'FULL',
    EEXIST: 'UNREACHABLE',
    ENOTDIR: 'UNREACHABLE',
    ENOENT: 'UNREACHABLE',
  };
  return code !== undefined && codes[code] ? { code: codes[code], detail: oneLine(message) } : undefined;
}

function migrationProblem({ status, message }: MigrationError): DatabaseProblem {
  if (status.unknown.length > 0) return { code: 'NEWER', detail: status.unknown.join(', ') };
  if (status.failed.length > 0) return { code: 'MIGRATION_FAILED', detail: status.failed.join(', ') };
  if (status.edited.length > 0) return { code: 'MIGRATION_EDITED', detail: status.edited.join(', ') };
  if (status.pending.length > 0) return { code: 'NOT_MIGRATED', detail: status.pending.join(', ') };
  return { code: 'OTHER', detail: oneLine(message) };
}

function isAdapterCause(cause: unknown): cause is AdapterCause {
  return typeof cause === 'object' && cause !== null && 'kind' in cause;
}

function detailOf(cause: AdapterCause | undefined, message: unknown): string {
  if (cause?.originalMessage) return oneLine(cause.originalMessage);
  if (cause?.host) return cause.port ? `${cause.host}:${cause.port}` : cause.host;
  return oneLine(String(message));
}

/** The last line says what happened; the ones before it show Prisma's caller. */
function oneLine(text: string): string {
  return text.trim().split('\n').at(-1)!.trim();
}
