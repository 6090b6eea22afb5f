// Who can reach an app, by name.

import type { Database } from '../db';
import { addressFromKey } from '../routing/address';
import { formatRange } from '../routing/range';

export type AppReachDetail = {
  readonly users: {
    readonly total: number;
    readonly first: readonly { id: number; name: string; enabled: boolean }[];
  };
  /** Those that grant the app themselves. */
  readonly ranges: {
    readonly total: number;
    readonly first: readonly { id: number; range: string; label: string }[];
  };
};

const MOST = 10;

export async function appReach(db: Database, appId: number): Promise<AppReachDetail> {
  const where = { appId };
  // In the order of the grants' own index: by name or address, all of them would have to be read first.
  const [users, ranges, userTotal, rangeTotal] = await Promise.all([
    db.userApp.findMany({
      where,
      select: { user: { select: { id: true, name: true, enabled: true } } },
      orderBy: { userId: 'asc' },
      take: MOST,
    }),
    db.ipRangeApp.findMany({
      where,
      select: { range: { select: { id: true, first: true, last: true, label: true } } },
      orderBy: { rangeId: 'asc' },
      take: MOST,
    }),
    db.userApp.count({ where }),
    db.ipRangeApp.count({ where }),
  ]);
  return {
    users: { total: userTotal, first: users.map(({ user }) => user) },
    ranges: {
      total: rangeTotal,
      first: ranges.map(({ range: { id, label, first, last } }) => ({
        ...{ id, label },
        range: formatRange({ first: addressFromKey(first), last: addressFromKey(last) }),
      })),
    },
  };
}
