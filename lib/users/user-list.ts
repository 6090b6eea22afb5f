// The list of users.

import { type Role, roles } from '../auth/administrator';
import type { Database } from '../db';
import { Prisma } from '../generated/sqlite/client';
import type { ListDefinition, ListParams, Page } from '../list-params';
import { pageOfRows } from '../page-of-rows';
import { addressFromKey } from '../routing/address';
import { formatRange } from '../routing/range';
import { selectRows } from '../select-rows';
import { containsWords } from '../text-search';
import { listVersionedUsers } from './queries';
import type { UserRule } from './schema';

export type UserColumn =
  | ('name' | 'email' | 'department' | 'ranges' | 'apps')
  | ('landing' | 'role' | 'state' | 'note' | 'updated');
export type UserFilter = 'state' | 'department' | 'role' | 'app' | 'ranges';

export const userList: ListDefinition<UserColumn, UserFilter> = {
  columns: [
    ...(['name', 'email', 'department', 'ranges', 'apps'] as const),
    ...(['state', 'landing', 'role', 'note', 'updated'] as const),
  ],
  hidden: ['landing', 'role', 'note', 'updated'],
  sorts: ['name', 'email', 'department', 'updated'],
  filters: {
    state: ['enabled', 'disabled'],
    department: (value) => value.length <= 100,
    role: ['none', ...roles],
    app: (value) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(value),
    ranges: ['some', 'none'],
  },
};

export type UserListParams = ListParams<UserColumn, UserFilter>;

export type GrantedApp = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
};

export type UserRow = Omit<UserRule, 'apps'> & {
  readonly id: number;
  /** What an edit of the row says it is based on. */
  readonly version: string;
  /** In ms since 1970. */
  readonly updatedAt: number;
  readonly apps: readonly GrantedApp[];
  readonly role: Role | null;
  /** How many ranges belong to the user, and the first of them. */
  readonly ranges: { readonly count: number; readonly first: string | null };
};

/** What a user in the list fulfils: all of these. Also for an export of the list. */
export function userConditions(
  db: Database,
  { search, filters }: Pick<UserListParams, 'search' | 'filters'>,
): Prisma.Sql[] {
  const { state, department, role, app, ranges } = filters;
  const conditions: Prisma.Sql[] = [];
  if (state) conditions.push(state === 'enabled' ? Prisma.sql`"enabled"` : Prisma.sql`NOT "enabled"`);
  if (department) conditions.push(Prisma.sql`"department" = ${department}`);
  if (role === 'none') conditions.push(Prisma.sql`NOT EXISTS (SELECT 1 ${account})`);
  else if (role) {
    conditions.push(
      Prisma.sql`"id" IN (SELECT "userId" FROM "Account" WHERE CAST("role" AS TEXT) = ${role})`,
    );
  }
  if (app) {
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM "UserApp" WHERE "userId" = "User"."id"
      AND "appId" = (SELECT "id" FROM "App" WHERE "slug" = ${app}))`);
  }
  if (ranges === 'some') conditions.push(Prisma.sql`EXISTS (SELECT 1 ${ownRanges})`);
  if (ranges === 'none') conditions.push(Prisma.sql`NOT EXISTS (SELECT 1 ${ownRanges})`);
  if (search) conditions.push(containsWords(db, searched, search));
  return conditions;
}

const account = Prisma.sql`FROM "Account" WHERE "userId" = "User"."id"`;
const searched = ['email', 'name', 'department'];
const ownRanges = Prisma.sql`FROM "IpRange" WHERE "userId" = "User"."id"`;

const orders: Record<string, readonly string[]> = {
  name: ['"name"', '"id"'],
  email: ['"email"'],
  department: ['"department"', '"id"'],
  updated: ['"updatedAt"', '"id"'],
};

/** One page of the list. */
export function listUsers(db: Database, params: UserListParams): Promise<Page<UserRow>> {
  const query = {
    table: 'User' as const,
    conditions: userConditions(db, params),
    scans: params.search !== '',
    order: orders[params.sort]!,
    ...{ descending: params.descending, page: params.page, size: params.size },
  };
  return pageOfRows(db, query, (ids) => listUserRows(db, ids));
}

/** The rows with these ids, in their order; those that have gone meanwhile are left out. */
export async function listUserRows(db: Database, ids: readonly number[]): Promise<UserRow[]> {
  if (ids.length === 0) return [];
  const [users, owned, apps] = await Promise.all([
    listVersionedUsers(db, ids),
    selectRows<[id: number, role: Role | null, ranges: number, lowest: string | null]>(
      db,
      [
        ...['"id"', '(SELECT "role" FROM "Account" WHERE "userId" = "row"."id")'],
        ...[`(SELECT count(*) ${rangesOfRow})`, `(SELECT min("first" || "last") ${rangesOfRow})`],
      ],
      Prisma.sql`SELECT "id" FROM "User" WHERE "id" IN (${Prisma.join([...ids])})`,
    ),
    selectRows<[number, string, string, boolean | number]>(
      db,
      ['"id"', '"slug"', '"name"', '"enabled"'],
      Prisma.sql`SELECT * FROM "App"`,
    ),
  ]);
  const ownedBy = new Map(
    owned.map(([id, role, count, lowest]) => [
      id,
      { role, ranges: { count, first: lowest === null ? null : rangeOfKeys(lowest) } },
    ]),
  );
  const appOf = new Map(
    apps.map(([id, slug, name, enabled]) => [slug, { id, slug, name, enabled: Boolean(enabled) }]),
  );
  const rows = new Map(
    users.map(({ id, rule, version, updatedAt }): [number, UserRow] => [
      id,
      {
        ...{ ...rule, id, version, updatedAt },
        apps: rule.apps.flatMap((slug) => appOf.get(slug) ?? []),
        ...(ownedBy.get(id) ?? { role: null, ranges: { count: 0, first: null } }),
      },
    ]),
  );
  return ids.flatMap((id) => rows.get(id) ?? []);
}

const rangesOfRow = 'FROM "IpRange" WHERE "userId" = "row"."id"';

/** The range of a first and a last key, one behind the other. */
function rangeOfKeys(keys: string): string {
  const half = keys.length / 2;
  return formatRange({ first: addressFromKey(keys.slice(0, half)), last: addressFromKey(keys.slice(half)) });
}

/** As many as a filter offers. */
const MOST_DEPARTMENTS = 300;

/** The departments that users are in, by name. */
export async function listDepartments(db: Database): Promise<string[]> {
  // From one to the next by index: as many steps as there are departments, however many users they have.
  const rows = await db.$queryRaw<{ department: string }[]>`
    WITH RECURSIVE "step"("department") AS (
      SELECT min("department") FROM "User" WHERE "department" > ''
      UNION ALL
      SELECT (SELECT min("department") FROM "User" WHERE "department" > "step"."department")
      FROM "step" WHERE "step"."department" IS NOT NULL
    )
    SELECT "department" FROM "step" WHERE "department" IS NOT NULL LIMIT ${MOST_DEPARTMENTS}`;
  return rows.map(({ department }) => department);
}

/** The first people whose name, email or department has the words. */
export async function searchUsers(
  db: Database,
  text: string,
  most: number,
): Promise<{ email: string; name: string }[]> {
  return db.$queryRaw<{ email: string; name: string }[]>`
    SELECT "email", "name" FROM "User" WHERE ${containsWords(db, searched, text)}
    ORDER BY "name", "id" LIMIT ${most}`;
}
