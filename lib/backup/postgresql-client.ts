// PostgreSQL's own programs, which are the only ones that read and write all of a database.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findProgram } from '@/lib/find-program';
import { BackupError } from './backup-error';

export type ClientProgram = 'pg_dump' | 'pg_restore' | 'psql';

/** Names in a URL's query that libpq has a variable for. */
const variableOf: Record<string, string> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslrootcert: 'PGSSLROOTCERT',
  options: 'PGOPTIONS',
};

/**
 * The variables that lead libpq to a database: a password among a program's arguments could be read by everybody.
 *
 * @example postgresqlVariables('postgresql://me@db/sluice') // { PGHOST: 'db', PGUSER: 'me', PGDATABASE: 'sluice' }
 */
export function postgresqlVariables(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl);
  const values = {
    PGHOST: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    PGPORT: url.port,
    PGUSER: url.username,
    PGPASSWORD: url.password,
    PGDATABASE: url.pathname.slice(1),
  };
  const given = Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, decodeURIComponent(value)]);
  const named = [...url.searchParams].flatMap(([name, value]) =>
    variableOf[name] ? [[variableOf[name], value]] : [],
  );
  return Object.fromEntries([...given, ...named]);
}

/**
 * Runs a program against the database and hands each chunk of its output to `take`. Throws a BackupError where the program is
 * missing or fails.
 */
export async function runClient(
  program: ClientProgram,
  args: readonly string[],
  databaseUrl: string,
  { serverMajor, take }: { serverMajor: number; take?: (chunk: Buffer) => void },
): Promise<void> {
  const file = fittingProgram(program, serverMajor);
  if (!file) throw new BackupError('NO_CLIENT', { program, major: String(serverMajor) });
  const child = spawn(file, args, {
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...postgresqlVariables(databaseUrl) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => take?.(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-2000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  if (/No space left on device/.test(said)) throw Object.assign(new Error(said), { code: 'ENOSPC' });
  throw new BackupError('CLIENT_FAILED', { program, detail: said.trim() || `exit code ${code}` });
}

/** One of the server's version, else the next newer one: an older pg_dump refuses, and newer ones write what the server may not know. */
function fittingProgram(program: ClientProgram, serverMajor: number): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number).filter(Number.isInteger) : [];
  const fitting = versions.filter((version) => version >= serverMajor).sort((a, b) => a - b);
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return findProgram(program, [...fitting.map((version) => join(base, String(version), 'bin')), ...folders]);
}
