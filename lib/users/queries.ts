import type { Database, Transaction } from '../db';
import { Refusal } from '../errors';
import { Prisma } from '../generated/sqlite/client';
import { providerOfClient } from '../insert-rows';
import { grantedApps, milliseconds, selectRows } from '../select-rows';
import type { UserRule } from './schema';

export type StoredUser = { id: number; rule: UserRule };

/** A user with what an edit has to know. */
export type VersionedUser = StoredUser & {
  /** What an edit says it is based on. */
  version: string;
  /** In ms since 1970. */
  createdAt: number;
  updatedAt: number;
};

type Row = [number, string, string, string, UserRule['landing'], number | boolean, string, string[]];

function ruleColumns(db: Database | Transaction): string[] {
  const fields = ['id', 'email', 'name', 'department', 'landing', 'enabled', 'note'];
  return [...fields.map((field) => `"${field}"`), grantedApps(db, 'slug', 'UserApp', 'userId')];
}

/** All users, by email. `emails`: of those that are wanted; left out, of all. */
export async function listUserRules(
  db: Database | Transaction,
  emails?: readonly string[],
): Promise<StoredUser[]> {
  if (emails?.length === 0) return [];
  const which = emails ? Prisma.sql`WHERE "email" IN (${textsOf(db, emails)})` : Prisma.empty;
  const rows = await selectRows<Row>(db, ruleColumns(db), Prisma.sql`SELECT * FROM "User" ${which}`);
  return rows.map(storedUser).sort((a, b) => (a.rule.email < b.rule.email ? -1 : 1));
}

/** The emails of all users. */
export async function listEmails(db: Database | Transaction): Promise<string[]> {
  const rows = await selectRows<[string]>(db, ['"email"'], Prisma.sql`SELECT "email" FROM "User"`);
  return rows.map(([email]) => email);
}

/** Any number of texts, as a sub-select. */
function textsOf(db: Database | Transaction, texts: readonly string[]): Prisma.Sql {
  const json = JSON.stringify(texts);
  return providerOfClient(db) === 'postgresql'
    ? Prisma.sql`SELECT json_array_elements_text(${json}::json)`
    : Prisma.sql`SELECT value FROM json_each(${json})`;
}

/** The users with these ids, as an edit needs them; ids that are not there are left out. */
export async function listVersionedUsers(
  db: Database | Transaction,
  ids: readonly number[],
): Promise<VersionedUser[]> {
  if (ids.length === 0) return [];
  const columns = [...ruleColumns(db), milliseconds(db, '"createdAt"'), milliseconds(db, '"updatedAt"')];
  const source = Prisma.sql`SELECT * FROM "User" WHERE "id" IN (${Prisma.join(ids)}) ORDER BY "id"`;
  const rows = await selectRows<[...Row, createdAt: number, updatedAt: number]>(db, columns, source);
  return rows.map((row) => {
    const [createdAt, updatedAt] = row.slice(-2) as [number, number];
    return { ...storedUser(row), version: new Date(updatedAt).toISOString(), createdAt, updatedAt };
  });
}

/** The user with this id, or null. */
export async function findUser(db: Database | Transaction, id: number): Promise<VersionedUser | null> {
  const [user] = await listVersionedUsers(db, [id]);
  return user ?? null;
}

/** The user with this id; a Refusal where there is none. */
export async function getUser(db: Database | Transaction, id: number): Promise<VersionedUser> {
  const user = await findUser(db, id);
  if (!user) throw new Refusal('NOT_FOUND');
  return user;
}

/** The users to whom one of these apps is granted. */
export async function listUsersGranted(
  db: Database | Transaction,
  appIds: readonly number[],
): Promise<StoredUser[]> {
  if (appIds.length === 0) return [];
  const source = Prisma.sql`
    SELECT * FROM "User" WHERE "id" IN (SELECT "userId" FROM "UserApp" WHERE "appId" IN (${Prisma.join(appIds)}))`;
  return (await selectRows<Row>(db, ruleColumns(db), source)).map(storedUser);
}

function storedUser([id, email, name, department, landing, enabled, note, apps]: [
  ...Row,
  ...unknown[],
]): StoredUser {
  return { id, rule: { email, name, department, landing, enabled: Boolean(enabled), note, apps } };
}

/** So many emails are looked up one by one; for more, all users are read. */
const FEW_EMAILS = 1000;

/** The ids of users by email. `emails`: of those that are wanted; left out, of all. */
export async function userIdsByEmail(
  db: Database | Transaction,
  emails?: Iterable<string | null>,
): Promise<Map<string, number>> {
  const wanted = emails && [...new Set(emails)].filter((email) => email !== null);
  if (wanted?.length === 0) return new Map();
  const source =
    wanted && wanted.length <= FEW_EMAILS
      ? Prisma.sql`SELECT "email", "id" FROM "User" WHERE "email" IN (${Prisma.join(wanted)})`
      : Prisma.sql`SELECT "email", "id" FROM "User"`;
  return new Map(await selectRows<[string, number]>(db, ['"email"', '"id"'], source));
}
