// PostgreSQL's side of backing up.

import { type Database, openDatabase } from '@/lib/db';
import { type DatabaseSummary, summarizeDatabase } from './database-summary';
import { runClient } from './postgresql-client';

/** How long pg_dump may take, in ms. */
const PATIENCE = 24 * 60 * 60_000;

/** Dumps the database to a new file as it is at one moment, whoever writes meanwhile. */
export async function dumpPostgresql(databaseUrl: string, to: string): Promise<DatabaseSummary> {
  const db = openDatabase(databaseUrl);
  try {
    const serverMajor = await serverMajorOf(db);
    return await db.$transaction(
      async (tx) => {
        const summary = await summarizeDatabase(tx);
        // pg_dump sees what this transaction sees, so the rows that were counted are those that are dumped.
        const [exported] = await tx.$queryRaw<{ id: string }[]>`SELECT pg_export_snapshot() AS "id"`;
        const schema = `--schema="${summary.schema?.replaceAll('"', '""')}"`;
        const args = ['--format=custom', '--no-owner', '--no-privileges', schema, `--file=${to}`];
        await runClient('pg_dump', [...args, `--snapshot=${exported?.id}`], databaseUrl, { serverMajor });
        return summary;
      },
      { isolationLevel: 'RepeatableRead' as never, timeout: PATIENCE },
    );
  } finally {
    await db.$disconnect();
  }
}

/** The rows of each table in a dump, read from the dump itself. Throws where pg_restore cannot read all of it. */
export async function rowsOfDump(
  dump: string,
  databaseUrl: string,
  serverMajor: number,
): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  let table: string | undefined;
  let rest = '';
  const take = (chunk: Buffer) => {
    // Names and ends of tables are ASCII, and a line feed in data is written as \n: bytes will do.
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (table !== undefined) {
        if (line === '\\.') table = undefined;
        else rows[table] = (rows[table] ?? 0) + 1;
        continue;
      }
      const [, quoted, plain] = /^COPY \S+?\.(?:"([^"]+)"|(\w+)) \(.*FROM stdin;$/.exec(line) ?? [];
      table = quoted ?? plain;
      if (table !== undefined) rows[table] = 0;
    }
  };
  await runClient('pg_restore', ['--data-only', '--file=-', dump], databaseUrl, { serverMajor, take });
  return rows;
}

export async function serverMajorOf(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ version: number }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS "version"`;
  return Number(row?.version);
}
