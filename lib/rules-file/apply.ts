// Makes the database say what a rules file says.

import { createApps, deleteApps, updateApps } from '../apps/mutations';
import { listAppRules } from '../apps/queries';
import type { Change } from '../audit/change';
import type { Database, Transaction } from '../db';
import { providerOfClient } from '../insert-rows';
import { createRanges, deleteRanges, updateRanges } from '../ip-ranges/mutations';
import { rangeRulePages } from '../ip-ranges/queries';
import { type Author, changeRules } from '../rule-change';
import { createUsers, deleteUsers, updateUsers } from '../users/mutations';
import { listUserRules } from '../users/queries';
import type { ParsedRules, RulesFile, RulesProblem } from './parse';
import {
  type CurrentRules,
  checkRules,
  isEmptyPlan,
  type Plan,
  type PlannedRow,
  type PlanOptions,
  planRules,
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
  return applyRead(db, () => ({ file, problems: [] }), options);
}

/** What is read of a file where that depends on the rules in force. */
export type RulesReader = (current: CurrentRules) => ParsedRules;

/**
 * Applies what is read, all of it or nothing. The difference is worked out before the lock is taken, and again under the lock
 * where another change came in between, so that writers wait only while rows are written.
 */
export async function applyRead(db: Database, read: RulesReader, options: ApplyOptions): Promise<Applied> {
  let considered = considerRules(read, await currentRules(db), options);
  if (considered.problems.length > 0) return { ok: false, problems: considered.problems };
  if (options.dryRun || isEmptyPlan(considered.plan)) {
    const { revision } = considered.current;
    return { ok: true, ...considered, revision, changed: false };
  }
  const { revision, changes } = await changeRules(db, authorOf(options), async (tx, next) => {
    if (next !== considered.current.revision + 1) {
      considered = considerRules(read, await readCurrentRules(tx), options);
      if (considered.problems.length > 0) return [];
    }
    const made = await writePlan(tx, considered.plan);
    if (made.length === 0) return [];
    return [...made, ...((await options.approve?.(tx, made, considered.plan)) ?? [])];
  });
  if (considered.problems.length > 0) return { ok: false, problems: considered.problems };
  return { ok: true, ...considered, revision, changed: changes.length > 0 };
}

const authorOf = ({ actor, actorId, address, requestId, patience }: Author): Author => ({
  ...{ actor, actorId, address, requestId },
  ...(patience === undefined ? {} : { patience }),
});

export type Considered = { file: RulesFile; problems: RulesProblem[]; plan: Plan; current: CurrentRules };

/** All that is wrong with the file, and what its right part would change. */
export function considerRules(
  read: RulesReader,
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

/** The rules of one moment. */
export async function currentRules(db: Database): Promise<CurrentRules> {
  return atOneMoment(db, readCurrentRules);
}

/** Runs `read` in a transaction that sees the database as it is when it starts, whatever is written meanwhile. */
export async function atOneMoment<Result>(
  db: Database,
  read: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const postgresql = providerOfClient(db) === 'postgresql';
  return db.$transaction(read, postgresql ? { isolationLevel: 'RepeatableRead' as never } : {});
}

async function readCurrentRules(tx: Transaction): Promise<CurrentRules> {
  const { revision } = await tx.ruleState.findUniqueOrThrow({ where: { id: 1 } });
  const accounts = await tx.account.findMany({ select: { userId: true } });
  const apps = new Map((await listAppRules(tx)).map((app) => [app.rule.slug, app]));
  const users = new Map((await listUserRules(tx)).map((user) => [user.rule.email, user]));
  const ranges: CurrentRules['ranges'] = new Map();
  for await (const page of rangeRulePages(tx)) {
    for (const range of page) ranges.set(rangeKey(range), range);
  }
  return { revision, apps, users, ranges, accounts: new Set(accounts.map(({ userId }) => userId)) };
}
