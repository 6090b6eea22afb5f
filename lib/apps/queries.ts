import type { Database, Transaction } from '../db';
import { Prisma } from '../generated/sqlite/client';
import { selectRows } from '../select-rows';
import type { AppRule } from './schema';

export type StoredApp = { id: number; rule: AppRule };

/** All apps, by slug. */
export async function listAppRules(db: Database | Transaction): Promise<StoredApp[]> {
  const apps = await db.app.findMany({ omit: { createdAt: true, updatedAt: true } });
  return apps.map(({ id, ...rule }) => ({ id, rule })).sort((a, b) => (a.rule.slug < b.rule.slug ? -1 : 1));
}

export async function appIdsBySlug(db: Database | Transaction): Promise<Map<string, number>> {
  return new Map(
    await selectRows<[string, number]>(db, ['"slug"', '"id"'], Prisma.sql`SELECT "slug", "id" FROM "App"`),
  );
}
