// Millions of rows into a migrated database of either kind, past its triggers, foreign keys and secondary indexes, which are put
// back as the migrations made them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { type Provider, providerOf } from '@/lib/db';

export type Value = string | number | boolean | Date | null;
export type Row = readonly Value[];

export type BulkLoad = {
  readonly provider: Provider;
  /** Adds rows to a table that nothing else writes to meanwhile. */
  insert: (table: string, columns: readonly string[], rows: Iterable<Row>) => Promise<number>;
  execute: (sql: string) => Promise<void>;
};

/**
 * Runs `fill` on the database while the tables have neither triggers nor secondary indexes, puts both back and has the planner look
 * at the rows. Where `fill` fails the database is not to be used.
 */
export function bulkLoad(
  databaseUrl: string,
  tables: readonly string[],
  fill: (load: BulkLoad) => Promise<void>,
): Promise<void> {
  return providerOf(databaseUrl) === 'sqlite'
    ? loadSqlite(databaseUrl.slice('file:'.length), tables, fill)
    : loadPostgresql(databaseUrl, tables, fill);
}

type SqliteFile = {
  exec: (sql: string) => void;
  pragma: (sql: string) => unknown;
  prepare: (sql: string) => { run: (values: readonly unknown[]) => void; all: () => unknown[] };
  close: () => void;
};

/** The driver that Prisma's adapter uses. */
function openSqlite(path: string): SqliteFile {
  const fromAdapter = createRequire(createRequire(import.meta.url).resolve('@prisma/adapter-better-sqlite3'));
  const Driver = fromAdapter('better-sqlite3') as new (path: string) => SqliteFile;
  return new Driver(path);
}

async function loadSqlite(
  path: string,
  tables: readonly string[],
  fill: (load: BulkLoad) => Promise<void>,
): Promise<void> {
  const file = openSqlite(path);
  try {
    // Nobody else has the file open, and a fill that breaks off is begun anew.
    for (const pragma of [
      'journal_mode = MEMORY',
      'synchronous = OFF',
      'locking_mode = EXCLUSIVE',
      'foreign_keys = OFF',
      'cache_size = -500000',
      'threads = 2',
    ]) {
      file.pragma(pragma);
    }
    const names = tables.map((table) => `'${table}'`).join(', ');
    const set = file
      .prepare(
        `SELECT "type", "name", "sql" FROM sqlite_master
         WHERE "type" IN ('index', 'trigger') AND "sql" IS NOT NULL AND "tbl_name" IN (${names})
         ORDER BY "type"`,
      )
      .all() as { type: string; name: string; sql: string }[];
    for (const { type, name } of set) file.exec(`DROP ${type} "${name}"`);
    await fill({
      provider: 'sqlite',
      insert: async (table, columns, rows) => insertSqlite(file, table, columns, rows),
      execute: async (sql) => file.exec(sql),
    });
    for (const { sql } of set) file.exec(sql);
    file.exec('ANALYZE');
    file.pragma('journal_mode = WAL');
  } finally {
    file.close();
  }
}

const ROWS_A_TRANSACTION = 200_000;

function insertSqlite(
  file: SqliteFile,
  table: string,
  columns: readonly string[],
  rows: Iterable<Row>,
): number {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const statement = file.prepare(
    `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let count = 0;
  file.exec('BEGIN');
  for (const row of rows) {
    statement.run(row.map(sqliteValue));
    if (++count % ROWS_A_TRANSACTION === 0) file.exec('COMMIT; BEGIN');
  }
  file.exec('COMMIT');
  return count;
}

function sqliteValue(value: Value): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.getTime() : value;
}

async function loadPostgresql(
  databaseUrl: string,
  tables: readonly string[],
  fill: (load: BulkLoad) => Promise<void>,
): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const names = tables.map((table) => `'${table}'`).join(', ');
    const { rows: indexes } = await client.query<{ name: string; sql: string }>(
      `SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS sql
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
       WHERE t.relname IN (${names}) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)`,
    );
    const { rows: triggers } = await client.query<{ name: string; table: string; enabled: string }>(
      `SELECT g.tgname AS name, t.relname AS "table", g.tgenabled AS enabled
       FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
       WHERE t.relname IN (${names}) AND NOT g.tgisinternal AND g.tgenabled <> 'D'`,
    );
    for (const { name } of indexes) await client.query(`DROP INDEX "${name}"`);
    for (const { name, table } of triggers) {
      await client.query(`ALTER TABLE "${table}" DISABLE TRIGGER "${name}"`);
    }
    await fill({
      provider: 'postgresql',
      insert: (table, columns, rows) => copyPostgresql(databaseUrl, table, columns, rows),
      execute: async (sql) => void (await client.query(sql)),
    });
    await client.query(`SET maintenance_work_mem = '1GB'`);
    for (const { sql } of indexes) await client.query(sql);
    const enable: Record<string, string> = { A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' };
    for (const { name, table, enabled } of triggers) {
      await client.query(`ALTER TABLE "${table}" ${enable[enabled] ?? 'ENABLE'} TRIGGER "${name}"`);
    }
    // Rows came with their ids, of which the sequences know nothing.
    const { rows: serials } = await client.query<{ table: string; sequence: string }>(
      `SELECT relname AS "table", pg_get_serial_sequence(quote_ident(relname), 'id') AS sequence
       FROM pg_class t WHERE relname IN (${names}) AND relkind = 'r'
         AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'id' AND NOT a.attisdropped)`,
    );
    for (const { table, sequence } of serials) {
      if (sequence !== null)
        await client.query(`SELECT setval('${sequence}', (SELECT coalesce(max("id"), 1) FROM "${table}"))`);
    }
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** COPY by psql: the driver's own client has no COPY. */
async function copyPostgresql(
  databaseUrl: string,
  table: string,
  columns: readonly string[],
  rows: Iterable<Row>,
): Promise<number> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const psql = spawn('psql', [
    ...[databaseUrl, '--no-psqlrc', '--quiet', '-v', 'ON_ERROR_STOP=1'],
    ...['-c', `COPY "${table}" (${names}) FROM STDIN`],
  ]);
  let errors = '';
  psql.stderr.on('data', (text) => {
    errors += text;
  });
  const ended = once(psql, 'close');
  let count = 0;
  const text = copyText(rows, (all) => {
    count = all;
  });
  // What breaks the pipe is told by psql's own words.
  await pipeline(Readable.from(text), psql.stdin).catch((error: Error) => {
    errors += error.message;
  });
  const [code] = await ended;
  if (code !== 0 || errors) throw new Error(`COPY of ${table} failed:\n${errors}`);
  return count;
}

function* copyText(rows: Iterable<Row>, written: (count: number) => void): Generator<string> {
  let text = '';
  let count = 0;
  for (const row of rows) {
    text += `${row.map(copyValue).join('\t')}\n`;
    if (++count % 2000 === 0) {
      yield text;
      text = '';
    }
  }
  yield text;
  written(count);
}

function copyValue(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') {
    return /[\\\t\n\r]/.test(value)
      ? value.replace(
          /[\\\t\n\r]/g,
          (character) => `\\${{ '\t': 't', '\n': 'n', '\r': 'r' }[character] ?? '\\'}`,
        )
      : value;
  }
  return value instanceof Date ? value.toISOString() : String(value);
}
