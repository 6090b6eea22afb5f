import { openDatabase } from '@/lib/db';
import type { RuleApp } from '@/lib/routing/rules';

/** The apps of the rules, read once; for those who do not follow them. */
export async function readApps(databaseUrl: string): Promise<RuleApp[]> {
  const db = openDatabase(databaseUrl);
  try {
    return await db.app.findMany({ orderBy: { id: 'asc' } });
  } finally {
    await db.$disconnect();
  }
}
