// Fills a migrated, empty database of either kind with an organisation of any size and a year of its visits. From a seed: the
// same numbers, the same rows. Also a program:
//   node --import tsx bench/seed.ts --database URL [--users 100000] [--ranges 500000] [--visits 10000000] [--changes 200000]

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deployMigrations } from '@/lib/migrations';
import { seededRandom } from './asn-ranges';
import { bulkLoad } from './bulk-load';
import { loadChanges } from './seed/changes';
import { loadRules, makeRules } from './seed/rules';
import { loadVisits } from './seed/visits';

export type SeedSize = { users: number; ranges: number; visits: number; changes: number };

export const fullSize: SeedSize = { users: 100_000, ranges: 500_000, visits: 10_000_000, changes: 200_000 };

const tables = [
  ...['App', 'User', 'UserApp', 'Account', 'IpRange', 'IpRangeApp'],
  ...['AccessEvent', 'VisitCount', 'ChangeEvent'],
];

/** `until`: the moment of the last visit, in ms since 1970. */
export async function seedDatabase(databaseUrl: string, size: SeedSize, until = Date.now()): Promise<void> {
  await deployMigrations(databaseUrl);
  const random = seededRandom(20_261_122);
  const rules = makeRules(size, random, until);
  await bulkLoad(databaseUrl, tables, async (load) => {
    await loadRules(load, rules, random);
    await loadChanges(load, rules, size.changes, random);
    await loadVisits(load, rules, size.visits, random);
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      database: { type: 'string' },
      ...Object.fromEntries(Object.keys(fullSize).map((name) => [name, { type: 'string' as const }])),
    },
  });
  const given = values as Record<string, string | undefined>;
  if (!given.database) throw new Error('--database is missing: file:PATH or postgresql://USER@HOST/NAME');
  const size = Object.fromEntries(
    Object.entries(fullSize).map(([name, full]) => [name, Number(given[name] ?? full)]),
  ) as SeedSize;
  const start = performance.now();
  await seedDatabase(given.database, size);
  console.log(`${JSON.stringify(size)} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
