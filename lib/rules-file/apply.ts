// Makes the database say what a rules file says.

import { createApps, deleteApps, updateApps } from '../apps/mutations';
import { listAppRules } from '../apps/queries';
import type { Change } from '../audit/change';
import type { Database, Transaction } from '../db';
import { providerOfClient } from '../insert-rows';
import { createRanges, deleteRanges, updateRanges } from '../ip-ranges/mutations';
import { namedRangePages, rangeRulePages } from '../ip-ranges/queries';
import { type Author, changeRules } from '../rule-change';
import { createUsers, deleteUsers, updateUsers } from '../users/mutations';
import { listEmails, listUserRules } from '../users/queries';
import type { ParsedRules, RulesFile, RulesProblem } from './parse';
import {
  type CurrentRules,
  checkRules,
  isEmptyPlan,
  type Plan,
  type PlannedRow,
  type PlanOptions,
  planRules,
  type RulesNames,
  rangeKey,
} from './plan';

export type ApplyOptions = PlanOptions &
  Author & {
    /** Only say what would change. */
    dryRun: boolean;
    /** Is told what the plan does with each object; from the beginning again where it had to be worked out again. */
    onRow?: (row: PlannedRow) => void;
    /** Called before a plan is worked out. */
    onPlan?: () => void;
    /**
     * Called before the commit, only where something is to be changed: throws to change nothing, returns what is to be
     * recorded beside the changes.
     */
    approve?: (tx: Transaction, changes: readonly Change[], plan: Plan) => Promise<Change[]>;
  };

export type Applied =
  | { ok: false; problems: RulesProblem[] }
  | { ok: true; file: RulesFile; plan: Plan; current: CurrentRules; revision: number; changed: boolean };

/** Applies the file, all of it or nothing. */
export async function applyRules(db: Database, file: RulesFile, options: ApplyOptions): Promise<Applied> {
  return applyRead(db, { read: () => ({ file, problems: [] }) }, options);
}

/** A file, where what it says depends on the rules in force. */
export type RulesReader = {
  read: (current: CurrentRules) => ParsedRules;
  /** All users and ranges that it may change, and perhaps others: the rest is not read. Left out: all rules are. */
  names?: RulesNames;
};

/**
 * Applies what is read, all of it or nothing. The difference is worked out before the lock is taken, and again under the lock
 * where another change came in between, so that writers wait only while rows are written.
 */
export async function applyRead(db: Database, reader: RulesReader, options: ApplyOptions): Promise<Applied> {
  const names = options.prune ? undefined : reader.names;
  let considered = considerRules(reader, await currentRules(db, names), options);
  if (considered.problems.length > 0) return { ok: false, problems: considered.problems };
  if (options.dryRun || isEmptyPlan(considered.plan)) {
    const { revision } = considered.current;
    return { ok: true, ...considered, revision, changed: false };
  }
  const { revision, changes } = await changeRules(db, authorOf(options), async (tx, next) => {
    if (next !== considered.current.revision + 1) {
      considered = considerRules(reader, await readCurrentRules(tx, names), options);
      if (considered.problems.length > 0) return [];
    }
    return writeApproved(tx, considered.plan, options);
  });
  if (considered.problems.length > 0) return { ok: false, problems: considered.problems };
  return { ok: true, ...considered, revision, changed: changes.length > 0 };
}

/**
 * Writes a plan that was worked out before, all of it or nothing. Undefined, and nothing is written, where the rules are no longer
 * those that it was worked out for: `stamp` is their `rulesStamp`.
 */
export async function applyPlan(
  db: Database,
  plan: Plan,
  { stamp, ...options }: Author & Pick<ApplyOptions, 'approve'> & { stamp: string },
): Promise<{ revision: number } | undefined> {
  const { revision, changes } = await changeRules(db, authorOf(options), async (tx, next) =>
    (await rulesStamp(tx, next - 1)) === stamp ? writeApproved(tx, plan, options) : [],
  );
  return changes.length > 0 ? { revision } : undefined;
}

/** Tells the rules of a revision from all others, those of a restored backup that came to the same number included. */
export async function rulesStamp(db: Database | Transaction, revision: number): Promise<string> {
  const last = await db.changeEvent.findFirst({
    where: { revision },
    orderBy: { id: 'desc' },
    select: { id: true, at: true },
  });
  return [revision, last?.id, last?.at.toISOString()].join(' ');
}

async function writeApproved(
  tx: Transaction,
  plan: Plan,
  { approve }: Pick<ApplyOptions, 'approve'>,
): Promise<Change[]> {
  const made = await writePlan(tx, plan);
  return made.length === 0 ? [] : [...made, ...((await approve?.(tx, made, plan)) ?? [])];
}

const authorOf = ({ actor, actorId, address, requestId, patience }: Author): Author => ({
  ...{ actor, actorId, address, requestId },
  ...(patience === undefined ? {} : { patience }),
});

export type Considered = { file: RulesFile; problems: RulesProblem[]; plan: Plan; current: CurrentRules };

/** All that is wrong with the file, and what its right part would change. */
export function considerRules(
  { read }: RulesReader,
  current: CurrentRules,
  options: Pick<ApplyOptions, 'prune' | 'onPlan' | 'onRow'>,
): Considered {
  const { file, problems } = read(current);
  options.onPlan?.();
  const all = [...problems, ...checkRules(file, current, options)];
  return { file, problems: all, plan: planRules(file, current, options, options.onRow), current };
}

/** References first when things come, last when they go. */
async function writePlan(tx: Transaction, { apps, users, ranges }: Plan): Promise<Change[]> {
  const changes = [
    await createApps(tx, apps.add),
    await updateApps(tx, apps.change),
    await createUsers(tx, users.add),
    await updateUsers(tx, users.change),
    await createRanges(tx, ranges.add),
    await updateRanges(tx, ranges.change),
    await deleteRanges(tx, ranges.remove),
    await deleteUsers(tx, users.remove),
    await deleteApps(tx, apps.remove),
  ];
  return changes.flat();
}

/** The rules of one moment; of users and ranges those with the names, where there are any. */
export async function currentRules(db: Database, names?: RulesNames): Promise<CurrentRules> {
  return atOneMoment(db, (tx) => readCurrentRules(tx, names));
}

/** Runs `read` in a transaction that sees the database as it is when it starts, whatever is written meanwhile. */
export async function atOneMoment<Result>(
  db: Database,
  read: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const postgresql = providerOfClient(db) === 'postgresql';
  return db.$transaction(read, postgresql ? { isolationLevel: 'RepeatableRead' as never } : {});
}

async function readCurrentRules(tx: Transaction, names?: RulesNames): Promise<CurrentRules> {
  const { revision } = await tx.ruleState.findUniqueOrThrow({ where: { id: 1 } });
  const accounts = await tx.account.findMany({ select: { userId: true } });
  const apps = new Map((await listAppRules(tx)).map((app) => [app.rule.slug, app]));
  const users = new Map((await listUserRules(tx, names?.emails)).map((user) => [user.rule.email, user]));
  const ranges: CurrentRules['ranges'] = new Map();
  for await (const page of names ? namedRangePages(tx, names.ranges) : rangeRulePages(tx)) {
    for (const range of page) ranges.set(rangeKey(range), range);
  }
  const rules = { revision, apps, users, ranges, accounts: new Set(accounts.map(({ userId }) => userId)) };
  if (!names) return rules;
  const emails = (await listEmails(tx)).filter((email) => !users.has(email));
  return { ...rules, unread: { emails, ranges: (await tx.ipRange.count()) - ranges.size } };
}
