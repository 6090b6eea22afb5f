// A user's ranges, and what their visitors get.

import type { Database } from '../db';
import { addressFromKey, formatAddress } from '../routing/address';
import { type Decision, decide } from '../routing/decide';
import { formatRange } from '../routing/range';
import type { RuleTable } from '../routing/table';

export type UserAddresses = {
  /** How many ranges the user has. */
  readonly total: number;
  /** The first of them, by address. */
  readonly first: readonly {
    readonly id: number;
    readonly range: string;
    readonly label: string;
    /** The range's first address, and the decision for it. */
    readonly address: string;
    readonly decision: Decision;
  }[];
};

const MOST = 20;

/** @param at in ms since 1970 */
export async function userAddresses(
  db: Database,
  userId: number,
  { table, at, down }: { table: RuleTable; at: number; down: ReadonlySet<number> },
): Promise<UserAddresses> {
  const rows = await db.ipRange.findMany({
    where: { userId },
    select: { id: true, first: true, last: true, label: true },
    orderBy: [{ first: 'asc' }, { last: 'asc' }],
    take: MOST,
  });
  const total = rows.length < MOST ? rows.length : await db.ipRange.count({ where: { userId } });
  const first = rows.map(({ id, label, ...keys }) => {
    const range = { first: addressFromKey(keys.first), last: addressFromKey(keys.last) };
    const decision = decide({ address: range.first, at, table, down });
    return { id, label, range: formatRange(range), address: formatAddress(range.first), decision };
  });
  return { total, first };
}
