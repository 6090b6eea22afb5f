// Makes the database say what a rules file says.

import { createApps, deleteApps, updateApps } from '../apps/mutations';
import { listAppRules } from '../apps/queries';
import type { Change } from '../audit/change';
import type { Database, Transaction } from '../db';
import { providerOfClient } from '../insert-rows';
import { createRanges, deleteRanges, updateRanges } from '../ip-ranges/mutations';
import { rangeRulePages } from '../ip-ranges/queries';
import { changeRules } from '../rule-change';
import { createUsers, deleteUsers, updateUsers } from '../users/mutations';
import { listUserRules } from '../users/queries';
import type { RulesFile, RulesProblem } from './parse';
import {
  type CurrentRules,
  checkRules,
  isEmptyPlan,
  type Plan,
  type PlanOptions,
  planRules,
  rangeKey,
} from './plan';

export type ApplyOptions = PlanOptions & {
  /** Only say what would change. */
  dryRun: boolean;
  actor: string;
};

export type Applied =
  | { ok: false; problems: RulesProblem[] }
  | { ok: true; plan: Plan; current: CurrentRules; revision: number; changed: boolean };

/**
 * Applies the file, all of it or nothing. The difference is worked out before the lock is taken, and again under the lock
 * where another change came in between, so that writers wait only while rows are written.
 */
export async function applyRules(db: Database, file: RulesFile, options: ApplyOptions): Promise<Applied> {
  let current = await currentRules(db);
  let problems = checkRules(file, current, options);
  if (problems.length > 0) return { ok: false, problems };
  let plan = planRules(file, current, options);
  if (options.dryRun || isEmptyPlan(plan)) {
    return { ok: true, plan, current, revision: current.revision, changed: false };
  }
  const { revision, changes } = await changeRules(db, { actor: options.actor }, async (tx, next) => {
    if (next !== current.revision + 1) {
      current = await readCurrentRules(tx);
      problems = checkRules(file, current, options);
      plan = planRules(file, current, options);
    }
    return problems.length > 0 ? [] : writePlan(tx, plan);
  });
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, plan, current, revision, changed: changes.length > 0 };
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
  const apps = new Map((await listAppRules(tx)).map((app) => [app.rule.slug, app]));
  const users = new Map((await listUserRules(tx)).map((user) => [user.rule.email, user]));
  const ranges: CurrentRules['ranges'] = new Map();
  for await (const page of rangeRulePages(tx)) {
    for (const range of page) ranges.set(rangeKey(range), range);
  }
  return { revision, apps, users, ranges };
}
