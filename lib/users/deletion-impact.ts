// What goes with users when they are deleted, told before it happens.

import type { Database } from '../db';

export type DeletionImpact = {
  /** Ranges that belong to them. */
  readonly ranges: number;
  /** Apps granted to them, each once. */
  readonly apps: number;
  /** How many of them can sign in to the dashboard. */
  readonly accounts: number;
};

export async function deletionImpact(db: Database, ids: readonly number[]): Promise<DeletionImpact> {
  const where = { userId: { in: [...ids] } };
  const [ranges, apps, accounts] = await Promise.all([
    db.ipRange.count({ where }),
    db.userApp.groupBy({ by: ['appId'], where }),
    db.account.count({ where }),
  ]);
  return { ranges, apps: apps.length, accounts };
}
