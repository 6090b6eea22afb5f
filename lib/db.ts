// The database: one Prisma client type over SQLite (default) or PostgreSQL.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { env } from './env';
import { PrismaClient as PostgresqlClient } from './generated/postgresql/client';
import { type Prisma, PrismaClient } from './generated/sqlite/client';

export type Database = PrismaClient;
/** What a mutation gets: the database inside a transaction. */
export type Transaction = Prisma.TransactionClient;
export type Provider = 'sqlite' | 'postgresql';

export function providerOf(databaseUrl: string): Provider {
  return databaseUrl.startsWith('file:') ? 'sqlite' : 'postgresql';
}

// foreign_keys and synchronous belong to a connection, not to the file. recursive_triggers: without it INSERT OR REPLACE
// slips past triggers that forbid a delete.
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA recursive_triggers = ON;
`;

/** Prisma's adapter for SQLite with this project's PRAGMAs set on every connection it opens. */
class SqliteAdapterFactory extends PrismaBetterSqlite3 {
  override async connect() {
    const adapter = await super.connect();
    try {
      await adapter.executeScript(PRAGMAS);
    } catch (error) {
      await adapter.dispose();
      throw error;
    }
    return adapter;
  }
}

/** Prisma's adapter for PostgreSQL with scripts run whole: its own cuts them at each semicolon, those in functions included. */
class PostgresqlAdapterFactory extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    // Without parameters this is one message to the server, and so one transaction: a migration is applied whole or not at all.
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}

export type ConnectionOptions = {
  /** How long SQLite may wait for another process's write lock, in ms. The wait blocks this thread. */
  busyTimeout?: number;
  /** After how long PostgreSQL gives a statement up, in ms; not at all when left out. */
  statementTimeout?: number;
};

export function adapterFactory(
  databaseUrl: string,
  { busyTimeout = 5000, statementTimeout }: ConnectionOptions = {},
): SqlMigrationAwareDriverAdapterFactory {
  if (providerOf(databaseUrl) === 'postgresql') {
    return new PostgresqlAdapterFactory({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5000,
      statement_timeout: statementTimeout,
      query_timeout: statementTimeout,
    });
  }
  mkdirSync(dirname(databaseUrl.slice('file:'.length)), { recursive: true });
  return new SqliteAdapterFactory(
    { url: databaseUrl, timeout: busyTimeout },
    { timestampFormat: 'unixepoch-ms' },
  );
}

/**
 * A client with a connection (SQLite) or pool (PostgreSQL) of its own. Prisma's SQLite adapter has one connection for a client
 * and runs whatever comes in inside the transaction that happens to be open, so writers that must not share a
 * transaction's fate need a client each.
 */
export function openDatabase(databaseUrl: string, options?: ConnectionOptions): Database {
  const adapter = adapterFactory(databaseUrl, options);
  const Client =
    providerOf(databaseUrl) === 'sqlite'
      ? PrismaClient
      : (PostgresqlClient as unknown as typeof PrismaClient);
  return new Client({ adapter, transactionOptions: { maxWait: 10_000, timeout: 600_000 } });
}

const shared = globalThis as { sluiceDatabase?: Database; sluiceWriter?: Database };

/** This process's database for all but recording; shared by Next's bundles. */
export function database(): Database {
  shared.sluiceDatabase ??= openDatabase(env().databaseUrl);
  return shared.sluiceDatabase;
}

/**
 * This process's database for what `changeRules` writes. It does not wait inside SQLite for its turn, which would hold the
 * thread and every visitor with it.
 */
export function writingDatabase(): Database {
  shared.sluiceWriter ??= openDatabase(env().databaseUrl, { busyTimeout: 0 });
  return shared.sluiceWriter;
}
