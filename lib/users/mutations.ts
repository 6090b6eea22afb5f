// Writes to users and their grants. Each function returns the Changes it made, for `changeRules` to record.

import { grantApps, regrantApps } from '../app-grants';
import type { Change } from '../audit/change';
import type { Transaction } from '../db';
import { insertRows } from '../insert-rows';
import { deleteRows, reserveIds, updateRows } from '../update-rows';
import type { StoredUser } from './queries';
import type { UserRule } from './schema';

const columns = ['email', 'name', 'department', 'landing', 'enabled', 'note', 'updatedAt'] as const;

export async function createUsers(tx: Transaction, rules: readonly UserRule[]): Promise<Change[]> {
  if (rules.length === 0) return [];
  const firstId = await reserveIds(tx, 'User', rules.length);
  const now = new Date();
  const rows = rules.map(({ apps: _, ...rule }, i) => ({
    ...rule,
    id: firstId + i,
    createdAt: now,
    updatedAt: now,
  }));
  await insertRows(tx, 'User', ['id', 'createdAt', ...columns], rows);
  await grantApps(
    tx,
    'User',
    rules.map((rule, i) => ({ id: firstId + i, apps: rule.apps })),
  );
  return rules.map((rule, i) => ({
    entity: 'User',
    id: firstId + i,
    kind: 'create',
    label: rule.email,
    before: null,
    after: rule,
  }));
}

export async function updateUsers(
  tx: Transaction,
  updates: readonly { id: number; before: UserRule; after: UserRule }[],
): Promise<Change[]> {
  const updatedAt = new Date();
  await updateRows(
    tx,
    'User',
    columns,
    updates.map(({ id, after: { apps: _, ...rule } }) => ({ ...rule, id, updatedAt })),
  );
  await regrantApps(tx, 'User', updates);
  return updates.map(({ id, before, after }) => ({
    entity: 'User',
    id,
    kind: 'update',
    label: after.email,
    before,
    after,
  }));
}

/** Throws where a range still belongs to one of them. Their grants go with them. */
export async function deleteUsers(tx: Transaction, users: readonly StoredUser[]): Promise<Change[]> {
  await deleteRows(
    tx,
    'User',
    'id',
    users.map(({ id }) => id),
  );
  return users.map(({ id, rule }) => ({
    entity: 'User',
    id,
    kind: 'delete',
    label: rule.email,
    before: rule,
    after: null,
  }));
}
