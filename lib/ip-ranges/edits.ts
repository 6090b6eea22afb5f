// The edits of ranges that administrators make. adminAction carries them out.

import { z } from 'zod';
import type { Mutation } from '../admin-action';
import { unknownApps } from '../apps/unknown-apps';
import { type Change, diffFields } from '../audit/change';
import { chosenIds } from '../chosen-ids';
import { closest } from '../closest';
import type { Transaction } from '../db';
import { Conflict, InvalidInput, Refusal } from '../errors';
import { appSlugs } from '../rule-fields';
import { versioned } from '../versioned';
import { createRanges, deleteRanges, updateRanges } from './mutations';
import { getRange, listVersionedRanges, type VersionedRange } from './queries';
import { type KeyedRange, type RangeRule, rangeFields, rangeSchema } from './schema';

export const CreateIpRange = {
  role: 'editor',
  input: rangeSchema,
  fields: rangeFields,
  write: async (tx, range) => {
    await requireSound(tx, range, null);
    return createRanges(tx, [range]);
  },
} satisfies Mutation<typeof rangeSchema>;

const update = versioned(rangeSchema);

export const UpdateIpRange = {
  role: 'editor',
  input: update,
  fields: rangeFields,
  write: async (tx, { id, version, value }) => {
    const stored = await getRange(tx, id);
    if (stored.version !== version) throw new Conflict('IpRange', id, stored.rule, stored.version);
    await requireSound(tx, value, id);
    return change(tx, [stored], () => value.rule);
  },
} satisfies Mutation<typeof update>;

const selection = z.object({ ids: chosenIds });

/** Those that are there no longer are left out; a Refusal where none is. */
export const DeleteIpRanges = {
  role: 'editor',
  input: selection,
  write: async (tx, { ids }) => deleteRanges(tx, await selected(tx, ids)),
} satisfies Mutation<typeof selection>;

const enabling = z.object({ ids: chosenIds, enabled: z.boolean() });

export const EnableIpRanges = {
  role: 'editor',
  input: enabling,
  write: async (tx, { ids, enabled }) =>
    change(tx, await selected(tx, ids), (rule) => ({ ...rule, enabled })),
} satisfies Mutation<typeof enabling>;

const granting = z.object({ ids: chosenIds, apps: appSlugs.min(1, 'NO_APPS_CHOSEN') });

/** Appends the apps to those that each range grants. */
export const GrantAppsToIpRanges = {
  role: 'editor',
  input: granting,
  write: async (tx, { ids, apps }) => {
    const ranges = await selected(tx, ids);
    const problems = await unknownApps(tx, apps);
    const denying = ranges.filter(({ rule }) => rule.effect === 'deny');
    if (denying.length > 0) {
      const params = { count: denying.length, range: denying[0]!.rule.range };
      problems.push({ path: ['apps'], code: 'DENYING_SELECTED', params, words: 'ranges' });
    }
    if (problems.length > 0) throw new InvalidInput(problems);
    return change(tx, ranges, (rule) => ({ ...rule, apps: [...new Set([...rule.apps, ...apps])] }));
  },
} satisfies Mutation<typeof granting>;

async function selected(tx: Transaction, ids: readonly number[]): Promise<VersionedRange[]> {
  const ranges = await listVersionedRanges(tx, ids);
  if (ranges.length === 0) throw new Refusal('NOT_FOUND');
  return ranges;
}

/** Writes the ranges that become different. */
function change(
  tx: Transaction,
  ranges: readonly VersionedRange[],
  next: (rule: RangeRule) => RangeRule,
): Promise<Change[]> {
  const updates = ranges
    .map(({ id, rule }) => ({ id, before: rule, after: next(rule) }))
    .filter(({ before, after }) => diffFields(before, after).length > 0);
  return updateRanges(tx, updates);
}

/** Throws InvalidInput where the range is already there (as another than `id`), or names what is not. */
async function requireSound(
  tx: Transaction,
  { first, last, rule }: KeyedRange,
  id: number | null,
): Promise<void> {
  const problems = await unknownApps(tx, rule.apps);
  if (rule.user !== null && !(await tx.user.findUnique({ where: { email: rule.user } }))) {
    const near = await tx.user.findMany({
      where: { email: { startsWith: rule.user.slice(0, 2) } },
      select: { email: true },
      take: 1000,
    });
    const suggestion =
      closest(
        rule.user,
        near.map(({ email }) => email),
      ) ?? '';
    problems.push({
      path: ['user'],
      code: 'USER_UNKNOWN',
      params: { email: rule.user, suggestion },
      words: 'rules',
    });
  }
  const same = await tx.ipRange.findUnique({
    where: { first_last: { first, last } },
    select: { id: true, label: true },
  });
  if (same && same.id !== id) {
    const params = { range: rule.range, label: same.label };
    problems.unshift({ path: ['range'], code: 'RANGE_EXISTS', params, words: 'ranges' });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}
