// Writes to ranges and their grants. Each function returns the Changes it made, for `changeRules` to record.

import { grantApps, regrantApps } from '../app-grants';
import type { Change } from '../audit/change';
import type { Transaction } from '../db';
import { insertRows } from '../insert-rows';
import { deleteRows, reserveIds, updateRows } from '../update-rows';
import { userIdsByEmail } from '../users/queries';
import type { StoredRange } from './queries';
import { type KeyedRange, type RangeRule, rangeKeys } from './schema';

const fields = [
  'label',
  'effect',
  'landing',
  'enabled',
  'validFrom',
  'validUntil',
  'note',
  'userId',
  'updatedAt',
] as const;

/** A row's columns but its key. Spelt out: there may be hundreds of thousands, and copies with rest and spread are slow. */
function toRow(id: number, rule: RangeRule, userIds: Map<string, number>, updatedAt: Date) {
  return {
    id,
    label: rule.label,
    effect: rule.effect,
    landing: rule.landing,
    enabled: rule.enabled,
    validFrom: rule.validFrom === null ? null : new Date(rule.validFrom),
    validUntil: rule.validUntil === null ? null : new Date(rule.validUntil),
    note: rule.note,
    userId: rule.user === null ? null : userIds.get(rule.user),
    updatedAt,
  };
}

export async function createRanges(tx: Transaction, ranges: readonly KeyedRange[]): Promise<Change[]> {
  if (ranges.length === 0) return [];
  const firstId = await reserveIds(tx, 'IpRange', ranges.length);
  const userIds = await ownerIds(tx, ranges);
  const createdAt = new Date();
  const rows = ranges.map(({ first, last, rule }, i) =>
    Object.assign(toRow(firstId + i, rule, userIds, createdAt), { first, last, createdAt }),
  );
  await insertRows(tx, 'IpRange', ['id', 'first', 'last', 'createdAt', ...fields], rows);
  await grantApps(
    tx,
    'IpRange',
    ranges.map(({ rule }, i) => ({ id: firstId + i, apps: rule.apps })),
  );
  return ranges.map(({ rule }, i) => ({
    entity: 'IpRange',
    id: firstId + i,
    kind: 'create',
    label: rule.range,
    before: null,
    after: rule,
  }));
}

/** Changes what ranges say, and where they begin and end. */
export async function updateRanges(
  tx: Transaction,
  updates: readonly { id: number; before: RangeRule; after: RangeRule }[],
): Promise<Change[]> {
  if (updates.length === 0) return [];
  const userIds = await ownerIds(
    tx,
    updates.map(({ after }) => ({ rule: after })),
  );
  const updatedAt = new Date();
  await updateRows(
    tx,
    'IpRange',
    fields,
    updates.map(({ id, after }) => toRow(id, after, userIds, updatedAt)),
  );
  // Few change their addresses, and those who do not need no look-up in the index of addresses.
  const moved = updates.filter(({ before, after }) => before.range !== after.range);
  await updateRows(
    tx,
    'IpRange',
    ['first', 'last'],
    moved.map(({ id, after }) => ({ id, ...rangeKeys(after.range) })),
  );
  await regrantApps(tx, 'IpRange', updates);
  return updates.map(({ id, before, after }) => ({
    entity: 'IpRange',
    id,
    kind: 'update',
    label: after.range,
    before,
    after,
  }));
}

/** Their grants go with them. */
export async function deleteRanges(tx: Transaction, ranges: readonly StoredRange[]): Promise<Change[]> {
  await deleteRows(
    tx,
    'IpRange',
    'id',
    ranges.map(({ id }) => id),
  );
  return ranges.map(({ id, rule }) => ({
    entity: 'IpRange',
    id,
    kind: 'delete',
    label: rule.range,
    before: rule,
    after: null,
  }));
}

function ownerIds(tx: Transaction, ranges: readonly { rule: RangeRule }[]): Promise<Map<string, number>> {
  return userIdsByEmail(tx, new Set(ranges.map(({ rule }) => rule.user)));
}
