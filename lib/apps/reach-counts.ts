// To how many users and ranges each app is granted, counted in the rule table: the database would read an index entry for each grant.

import type { RangeColumns } from '../routing/range-columns';
import type { RuleTable } from '../routing/table';

/** To how many users an app is granted, and to how many ranges directly. */
export type AppReach = { readonly users: number; readonly ranges: number };

const NONE: AppReach = { users: 0, ranges: 0 };

/** Counted once for each table: it never changes. */
const counted = new WeakMap<RuleTable, ReadonlyMap<number, AppReach>>();

/**
 * The reach of an app, by its id.
 *
 * @example reachInTable(table)(1) // { users: 120, ranges: 4 }
 */
export function reachInTable(table: RuleTable): (appId: number) => AppReach {
  let reach = counted.get(table);
  if (!reach) {
    reach = countReach(table);
    counted.set(table, reach);
  }
  const known = reach;
  return (appId) => known.get(appId) ?? NONE;
}

function countReach({ apps, users, grants, families }: RuleTable): Map<number, AppReach> {
  const toUsers = new Map<number, number>();
  for (const { appIds } of users.values()) addAll(toUsers, appIds, 1);
  // Ranges with equal grants share one.
  const uses = new Uint32Array(grants.size);
  const count = ({ grants: numbers, length }: RangeColumns) => {
    for (let row = 0; row < length; row++) uses[numbers[row]!]!++;
  };
  count(families[4].columns);
  count(families[6].columns);
  const toRanges = new Map<number, number>();
  uses.forEach((times, number) => {
    if (times > 0) addAll(toRanges, grants.at(number).appIds, times);
  });
  return new Map(
    [...apps.keys()].map((id) => [id, { users: toUsers.get(id) ?? 0, ranges: toRanges.get(id) ?? 0 }]),
  );
}

function addAll(sums: Map<number, number>, appIds: readonly number[], times: number): void {
  for (const id of appIds) sums.set(id, (sums.get(id) ?? 0) + times);
}
