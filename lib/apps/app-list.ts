// The list of apps.

import type { Database } from '../db';
import { Prisma } from '../generated/sqlite/client';
import type { ListDefinition, ListParams, Page } from '../list-params';
import { pageOfRows } from '../page-of-rows';
import type { RuleTable } from '../routing/table';
import { containsWords } from '../text-search';
import { listVersionedApps, type VersionedApp } from './queries';
import { type AppReach, reachInTable } from './reach-counts';

export type AppColumn =
  | ('name' | 'slug' | 'port' | 'status' | 'users' | 'ranges')
  | ('guarded' | 'host' | 'path' | 'note' | 'updated');
export type AppFilter = 'state' | 'guarded' | 'host';

export const appList: ListDefinition<AppColumn, AppFilter> = {
  columns: [
    ...(['name', 'slug', 'port', 'status', 'users', 'ranges'] as const),
    ...(['guarded', 'host', 'path', 'note', 'updated'] as const),
  ],
  hidden: ['host', 'path', 'note', 'updated'],
  sorts: ['name', 'slug', 'port', 'host', 'updated'],
  filters: {
    state: ['enabled', 'disabled'],
    guarded: ['yes', 'no'],
    host: ['this', 'other'],
  },
};

export type AppListParams = ListParams<AppColumn, AppFilter>;

export type AppRow = VersionedApp & AppReach;

/** What an app in the list fulfils: all of these. Also for an export of the list. */
export function appConditions(
  db: Database,
  { search, filters: { state, guarded, host } }: Pick<AppListParams, 'search' | 'filters'>,
): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (state) conditions.push(state === 'enabled' ? Prisma.sql`"enabled"` : Prisma.sql`NOT "enabled"`);
  if (guarded) conditions.push(guarded === 'yes' ? Prisma.sql`"guarded"` : Prisma.sql`NOT "guarded"`);
  if (host) {
    conditions.push(host === 'this' ? Prisma.sql`"host" IS NULL` : Prisma.sql`"host" IS NOT NULL`);
  }
  if (search) conditions.push(containsWords(db, ['slug', 'name', 'host'], search));
  return conditions;
}

const orders: Record<string, readonly string[]> = {
  name: ['"name"', '"id"'],
  slug: ['"slug"'],
  port: ['"port"', '"id"'],
  // Databases disagree on where NULL belongs; this server comes first.
  host: [`coalesce("host", '')`, '"port"', '"id"'],
  updated: ['"updatedAt"', '"id"'],
};

/** One page of the list. `table`: the rules in force. */
export function listApps(db: Database, params: AppListParams, table: RuleTable): Promise<Page<AppRow>> {
  const query = {
    table: 'App' as const,
    conditions: appConditions(db, params),
    scans: params.search !== '',
    order: orders[params.sort]!,
    ...{ descending: params.descending, page: params.page, size: params.size },
  };
  return pageOfRows(db, query, (ids) => listAppRows(db, ids, table));
}

/** The rows with these ids, in their order; those that have gone meanwhile are left out. */
async function listAppRows(db: Database, ids: readonly number[], table: RuleTable): Promise<AppRow[]> {
  const apps = new Map((await listVersionedApps(db, ids)).map((app) => [app.id, app]));
  const reach = reachInTable(table);
  return ids.flatMap((id) => {
    const app = apps.get(id);
    return app ? [{ ...app, ...reach(id) }] : [];
  });
}

/** How many users, and how many ranges directly, have at least one of the apps. */
export async function reachOfSelection(db: Database, ids: readonly number[]): Promise<AppReach> {
  if (ids.length === 0) return { users: 0, ranges: 0 };
  const list = Prisma.join([...ids]);
  const [row] = await db.$queryRaw<{ users: number | bigint; ranges: number | bigint }[]>`
    SELECT (SELECT count(DISTINCT "userId") FROM "UserApp" WHERE "appId" IN (${list})) AS "users",
      (SELECT count(DISTINCT "rangeId") FROM "IpRangeApp" WHERE "appId" IN (${list})) AS "ranges"`;
  return { users: Number(row!.users), ranges: Number(row!.ranges) };
}
