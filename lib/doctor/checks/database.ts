import { requireCurrentDatabase } from '@/lib/database-version';
import { providerOf } from '@/lib/db';
import { type Check, fail, pass } from '../check';

/** Whether the database is whole, and that of this release. What it says of itself when it is not, is thrown. */
export const databaseIntegrity: Check = {
  name: 'database',
  group: 'data',
  // SQLite reads the whole file.
  timeout: 120_000,
  blocking: true,
  async run({ env, database }) {
    const db = await database();
    const isSqlite = providerOf(env.databaseUrl) === 'sqlite';
    if (isSqlite) {
      const rows = await db.$queryRawUnsafe<{ quick_check: string }[]>('PRAGMA quick_check(5)');
      const problems = rows.map(({ quick_check }) => quick_check).filter((text) => text !== 'ok');
      if (problems.length > 0) return [fail('DATABASE_DAMAGED', { detail: problems.join('; ') })];
    }
    await requireCurrentDatabase(db);
    return [pass('DATABASE_WHOLE', { kind: isSqlite ? 'SQLite' : 'PostgreSQL' })];
  },
};
