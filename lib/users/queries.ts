import type { Database, Transaction } from '../db';
import { Prisma } from '../generated/sqlite/client';
import { grantedApps, selectRows } from '../select-rows';
import type { UserRule } from './schema';

export type StoredUser = { id: number; rule: UserRule };

type Row = [number, string, string, string, UserRule['landing'], number | boolean, string, string[]];

/** All users, by email. */
export async function listUserRules(db: Database | Transaction): Promise<StoredUser[]> {
  const fields = ['id', 'email', 'name', 'department', 'landing', 'enabled', 'note'].map(
    (field) => `"${field}"`,
  );
  const columns = [...fields, grantedApps(db, 'slug', 'UserApp', 'userId')];
  const rows = await selectRows<Row>(db, columns, Prisma.sql`SELECT * FROM "User"`);
  return rows
    .map(([id, email, name, department, landing, enabled, note, apps]) => ({
      id,
      rule: { email, name, department, landing, enabled: Boolean(enabled), note, apps },
    }))
    .sort((a, b) => (a.rule.email < b.rule.email ? -1 : 1));
}

export async function userIdsByEmail(db: Database | Transaction): Promise<Map<string, number>> {
  return new Map(
    await selectRows<[string, number]>(db, ['"email"', '"id"'], Prisma.sql`SELECT "email", "id" FROM "User"`),
  );
}
