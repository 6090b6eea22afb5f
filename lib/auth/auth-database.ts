// The database for what is written outside of transactions: throttles, when a session was last seen.

import { setTimeout as sleep } from 'node:timers/promises';
import { findDatabaseProblem } from '../database-error';
import { type Database, openDatabase } from '../db';
import { env } from '../env';

const shared = globalThis as { sluiceAuthDatabase?: Database };

/**
 * A client of its own, since SQLite's adapter runs a lone statement inside whatever transaction its client has open, and
 * takes it back with that. It does not wait inside SQLite, which would hold the thread; see `patiently`.
 */
export function authDatabase(): Database {
  shared.sluiceAuthDatabase ??= openDatabase(env().databaseUrl, { busyTimeout: 0 });
  return shared.sluiceAuthDatabase;
}

/** Tries again while another writer has the database, for at most `patience` ms. */
export async function patiently<Result>(work: () => Promise<Result>, patience = 10_000): Promise<Result> {
  for (const deadline = performance.now() + patience; ; ) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline || findDatabaseProblem(error)?.code !== 'LOCKED') throw error;
      await sleep(5 + Math.random() * 20);
    }
  }
}
