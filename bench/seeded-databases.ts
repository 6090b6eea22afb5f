// The filled databases that the dashboard is measured on, one of each kind. Filling them takes minutes, so the sections of a run
// share them.

import type { Provider } from '@/lib/db';
import { type Cluster, runStatement, startCluster } from '@/lib/testing/postgresql-cluster';
import type { Run } from './run';
import { fullSize, type SeedSize, seedDatabase } from './seed';

/** A hundredth, but a table in which a scan would show. */
const quickSize: SeedSize = { users: 5000, ranges: 20_000, visits: 200_000, changes: 10_000 };

export const providers: Provider[] = ['sqlite', 'postgresql'];

const seeded = new Map<Provider, Promise<string>>();
let cluster: Promise<Cluster> | undefined;

/**
 * The URL of a filled database. BENCH_SQLITE and BENCH_POSTGRESQL name one that bench/seed.ts has filled before; it is used as it
 * is, and written to.
 */
export function seededDatabase(run: Run, provider: Provider): Promise<string> {
  const given = process.env[`BENCH_${provider.toUpperCase()}`];
  if (given) return Promise.resolve(given);
  let url = seeded.get(provider);
  if (!url) {
    url = emptyDatabase(run, provider, 'seeded').then(async (empty) => {
      run.say('seed.filling', { database: provider, visits: sizeOf(run).visits });
      await seedDatabase(empty, sizeOf(run));
      return empty;
    });
    seeded.set(provider, url);
  }
  return url;
}

export function sizeOf({ quick }: Run): SeedSize {
  return quick ? quickSize : fullSize;
}

/** A database without tables. PostgreSQL runs as a server of the run's own. */
export async function emptyDatabase(run: Run, provider: Provider, name: string): Promise<string> {
  if (provider === 'sqlite') return `file:${run.workspace.path(`${name}.db`)}`;
  cluster ??= startCluster();
  const server = await cluster;
  await runStatement(server.url('postgres'), `CREATE DATABASE ${name}`);
  return server.url(name);
}

/** Stops PostgreSQL, if it was started. */
export async function closeDatabases(): Promise<void> {
  await (await cluster)?.stop();
}
