import type { Database, Transaction } from '../db';
import { Refusal } from '../errors';
import { Prisma } from '../generated/sqlite/client';
import { selectRows } from '../select-rows';
import type { AppRule } from './schema';

export type StoredApp = { id: number; rule: AppRule };

/** An app with what an edit has to know. */
export type VersionedApp = StoredApp & {
  /** What an edit says it is based on. */
  version: string;
  /** In ms since 1970. */
  createdAt: number;
  updatedAt: number;
};

/** All apps, by slug. */
export async function listAppRules(db: Database | Transaction): Promise<StoredApp[]> {
  const apps = await db.app.findMany({ omit: { createdAt: true, updatedAt: true } });
  return apps
    .map(({ id, ...row }) => ({ id, rule: toRule(row) }))
    .sort((a, b) => (a.rule.slug < b.rule.slug ? -1 : 1));
}

/** The apps with these ids, as an edit needs them; ids that are not there are left out. */
export async function listVersionedApps(
  db: Database | Transaction,
  ids: readonly number[],
): Promise<VersionedApp[]> {
  const apps = await db.app.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: 'asc' },
  });
  return apps.map(({ id, createdAt, updatedAt, ...row }) => ({
    ...{ id, rule: toRule(row), version: updatedAt.toISOString() },
    ...{ createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime() },
  }));
}

/** A row as the rules say it: moments in UTC, as text. */
function toRule(row: Omit<AppRule, 'maintenanceUntil'> & { maintenanceUntil: Date | null }): AppRule {
  return { ...row, maintenanceUntil: row.maintenanceUntil?.toISOString() ?? null };
}

/** The app with this id, or null. */
export async function findApp(db: Database | Transaction, id: number): Promise<VersionedApp | null> {
  const [app] = await listVersionedApps(db, [id]);
  return app ?? null;
}

/** The app with this id; a Refusal where there is none. */
export async function getApp(db: Database | Transaction, id: number): Promise<VersionedApp> {
  const app = await findApp(db, id);
  if (!app) throw new Refusal('NOT_FOUND');
  return app;
}

export async function appIdsBySlug(db: Database | Transaction): Promise<Map<string, number>> {
  return new Map(
    await selectRows<[string, number]>(db, ['"slug"', '"id"'], Prisma.sql`SELECT "slug", "id" FROM "App"`),
  );
}
