// Writes to apps. Each function returns the Changes it made, for `changeRules` to record.

import type { Change } from '../audit/change';
import type { Transaction } from '../db';
import { insertRows } from '../insert-rows';
import { deleteRows, reserveIds, updateRows } from '../update-rows';
import type { StoredApp } from './queries';
import type { AppRule } from './schema';

const columns = [
  'slug',
  'name',
  'description',
  'port',
  'scheme',
  'host',
  'path',
  'upstream',
  'guarded',
  'healthPath',
  'enabled',
  'maintenance',
  'maintenanceMessage',
  'maintenanceUntil',
  'note',
  'updatedAt',
] as const;

/** A row's columns but its id and times. */
const toRow = (rule: AppRule) => ({
  ...rule,
  maintenanceUntil: rule.maintenanceUntil === null ? null : new Date(rule.maintenanceUntil),
});

export async function createApps(tx: Transaction, rules: readonly AppRule[]): Promise<Change[]> {
  if (rules.length === 0) return [];
  const firstId = await reserveIds(tx, 'App', rules.length);
  const now = new Date();
  const rows = rules.map((rule, i) => ({ ...toRow(rule), id: firstId + i, createdAt: now, updatedAt: now }));
  await insertRows(tx, 'App', ['id', 'createdAt', ...columns], rows);
  return rules.map((rule, i) => ({
    entity: 'App',
    id: firstId + i,
    kind: 'create',
    label: rule.slug,
    before: null,
    after: rule,
  }));
}

export async function updateApps(
  tx: Transaction,
  updates: readonly { id: number; before: AppRule; after: AppRule }[],
): Promise<Change[]> {
  const updatedAt = new Date();
  await updateRows(
    tx,
    'App',
    columns,
    updates.map(({ id, after }) => ({ ...toRow(after), id, updatedAt })),
  );
  return updates.map(({ id, before, after }) => ({
    entity: 'App',
    id,
    kind: 'update',
    label: after.slug,
    before,
    after,
  }));
}

/** Throws where a user or range still grants one of them. */
export async function deleteApps(tx: Transaction, apps: readonly StoredApp[]): Promise<Change[]> {
  await deleteRows(
    tx,
    'App',
    'id',
    apps.map(({ id }) => id),
  );
  return apps.map(({ id, rule }) => ({
    entity: 'App',
    id,
    kind: 'delete',
    label: rule.slug,
    before: rule,
    after: null,
  }));
}
