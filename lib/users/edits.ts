// The edits of users that administrators make. adminAction carries them out.

import { z } from 'zod';
import type { Mutation } from '../admin-action';
import { unknownApps } from '../apps/unknown-apps';
import { type Change, diffFields } from '../audit/change';
import { chosenIds } from '../chosen-ids';
import type { Transaction } from '../db';
import { Conflict, InvalidInput, Refusal } from '../errors';
import { createRanges, deleteRanges, updateRanges } from '../ip-ranges/mutations';
import { listVersionedRanges } from '../ip-ranges/queries';
import { type KeyedRange, rangeSchema } from '../ip-ranges/schema';
import { appSlugs, type FieldProblem } from '../rule-fields';
import { versioned } from '../versioned';
import { createUsers, deleteUsers, updateUsers } from './mutations';
import { getUser, listVersionedUsers, type VersionedUser } from './queries';
import { type UserRule, userFields, userSchema } from './schema';

/** A user, and the address that they come from, if it is known already. */
const creation = userSchema.in
  .extend({
    range: rangeSchema.in.shape.range.optional(),
    rangeLabel: rangeSchema.in.shape.label,
  })
  .transform(({ range, rangeLabel, ...user }) => ({
    user: { ...user, landing: user.landing ?? null } satisfies UserRule,
    range: range ? ownRange(range, rangeLabel, user.email) : null,
  }));

type GivenRange = z.output<typeof rangeSchema.in.shape.range>;

function ownRange({ text: range, first, last }: GivenRange, label: string, user: string): KeyedRange {
  const rule = {
    ...({ range, label, effect: 'allow', landing: null, enabled: true } as const),
    ...{ validFrom: null, validUntil: null, note: '', user, apps: [] },
  };
  return { first, last, rule };
}

export const CreateUser = {
  role: 'editor',
  input: creation,
  fields: [...userFields, 'range', 'rangeLabel'],
  write: async (tx, { user, range }) => {
    const problems = [...(await userProblems(tx, user, null)), ...(await rangeProblems(tx, range))];
    if (problems.length > 0) throw new InvalidInput(problems);
    const changes = await createUsers(tx, [user]);
    return range ? [...changes, ...(await createRanges(tx, [range]))] : changes;
  },
} satisfies Mutation<typeof creation>;

const update = versioned(userSchema);

export const UpdateUser = {
  role: 'editor',
  input: update,
  fields: userFields,
  write: async (tx, { id, version, value }) => {
    const stored = await getUser(tx, id);
    if (stored.version !== version) throw new Conflict('User', id, stored.rule, stored.version);
    const problems = await userProblems(tx, value, id);
    if (problems.length > 0) throw new InvalidInput(problems);
    return change(tx, [stored], () => value);
  },
} satisfies Mutation<typeof update>;

const deletion = z.object({ ids: chosenIds, ranges: z.enum(['delete', 'keep']) });

/** Their ranges go with them, or stay without an owner. */
export const DeleteUsers = {
  role: 'editor',
  input: deletion,
  write: async (tx, { ids, ranges: fate }) => {
    const users = await selected(tx, ids);
    const userIds = users.map(({ id }) => id);
    const owned = await tx.ipRange.findMany({ where: { userId: { in: userIds } }, select: { id: true } });
    const ranges = await listVersionedRanges(
      tx,
      owned.map(({ id }) => id),
    );
    const accounts = await tx.account.findMany({ where: { userId: { in: userIds } } });
    const rangeChanges =
      fate === 'delete'
        ? await deleteRanges(tx, ranges)
        : await updateRanges(
            tx,
            ranges.map(({ id, rule }) => ({ id, before: rule, after: { ...rule, user: null } })),
          );
    const userChanges = await deleteUsers(
      tx,
      users.map(({ id, rule }) => ({ id, rule })),
    );
    const emails = new Map(users.map(({ id, rule }) => [id, rule.email]));
    const accountChanges = accounts.map(
      ({ userId, role }): Change => ({
        ...({ entity: 'Account', id: userId, kind: 'delete' } as const),
        ...{ label: emails.get(userId)!, before: { role }, after: null },
      }),
    );
    return [...userChanges, ...accountChanges, ...rangeChanges];
  },
} satisfies Mutation<typeof deletion>;

const enabling = z.object({ ids: chosenIds, enabled: z.boolean() });

export const EnableUsers = {
  role: 'editor',
  input: enabling,
  write: async (tx, { ids, enabled }) =>
    change(tx, await selected(tx, ids), (rule) => ({ ...rule, enabled })),
} satisfies Mutation<typeof enabling>;

const granting = z.object({ ids: chosenIds, apps: appSlugs.min(1, 'NO_APPS_CHOSEN') });

/** Appends the apps to those that each user has. */
export const GrantAppsToUsers = {
  role: 'editor',
  input: granting,
  write: async (tx, { ids, apps }) => {
    const users = await selected(tx, ids);
    const problems = await unknownApps(tx, apps);
    if (problems.length > 0) throw new InvalidInput(problems);
    return change(tx, users, (rule) => ({ ...rule, apps: [...new Set([...rule.apps, ...apps])] }));
  },
} satisfies Mutation<typeof granting>;

async function selected(tx: Transaction, ids: readonly number[]): Promise<VersionedUser[]> {
  const users = await listVersionedUsers(tx, ids);
  if (users.length === 0) throw new Refusal('NOT_FOUND');
  return users;
}

/** Writes the users that become different. */
function change(
  tx: Transaction,
  users: readonly VersionedUser[],
  next: (rule: UserRule) => UserRule,
): Promise<Change[]> {
  const updates = users
    .map(({ id, rule }) => ({ id, before: rule, after: next(rule) }))
    .filter(({ before, after }) => diffFields(before, after).length > 0);
  return updateUsers(tx, updates);
}

/** An email that another user than `id` has, and apps that are not there. */
async function userProblems(
  tx: Transaction,
  { email, apps }: UserRule,
  id: number | null,
): Promise<FieldProblem[]> {
  const problems = await unknownApps(tx, apps);
  const other = await tx.user.findUnique({ where: { email }, select: { id: true, name: true } });
  if (other && other.id !== id) {
    problems.unshift({
      path: ['email'],
      code: 'EMAIL_TAKEN',
      params: { email, name: other.name },
      words: 'users',
    });
  }
  return problems;
}

/** A range that is there already. */
async function rangeProblems(tx: Transaction, range: KeyedRange | null): Promise<FieldProblem[]> {
  if (!range) return [];
  const { first, last } = range;
  const same = await tx.ipRange.findUnique({
    where: { first_last: { first, last } },
    select: { user: { select: { name: true } } },
  });
  if (!same) return [];
  const params = { range: range.rule.range, owner: same.user?.name ?? '' };
  return [{ path: ['range'], code: 'RANGE_TAKEN', params, words: 'users' }];
}
