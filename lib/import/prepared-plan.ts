// What a preview has worked out, kept for the writing: so that it need not be worked out again where the rules are still the same.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { ReservedPorts } from '../apps/schema';
import type { Plan } from '../rules-file/plan';
import { importPaths } from './import-state';

export type PreparedPlan = {
  /** The preview's. */
  digest: string;
  /** The rules that it was compared with; see `rulesStamp`. */
  stamp: string;
  reserved: ReservedPorts;
  plan: Plan;
};

/** Of more rows than that the plan is not kept: it would be hundreds of megabytes. */
const MOST_ROWS = 300_000;

export function writePreparedPlan(folder: string, prepared: PreparedPlan): void {
  const path = importPaths(folder).plan;
  rmSync(path, { force: true });
  const { apps, users, ranges } = prepared.plan;
  const rows = [apps, users, ranges].flatMap(({ add, change, remove }) => [add, change, remove]);
  if (rows.reduce((sum, { length }) => sum + length, 0) > MOST_ROWS) return;
  writeFileSync(path, serialize(prepared), { mode: 0o600 });
}

/** Undefined where there is none: it can be worked out again. */
export function readPreparedPlan(folder: string): PreparedPlan | undefined {
  try {
    return deserialize(readFileSync(importPaths(folder).plan));
  } catch {
    // Not kept, or half of it, or by another version of Node.
    return undefined;
  }
}
