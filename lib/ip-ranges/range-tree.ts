// The tree of ranges, a page of children at a time. Plain data: it travels to the browser.

import type { Database } from '../db';
import type { RuleTable } from '../routing/table';
import { MatchedRange } from '../routing/table';
import { type RangeBrief, rangeBrief } from './inspect-range';
import { childCount, childrenOf, nestingOf, ROOT } from './nesting';
import { atPlace } from './range-order';
import { placeOfRange } from './range-row';

export type TreeNode = RangeBrief & {
  /** How many ranges lie directly in it. */
  readonly children: number;
};

export type TreeLevel = {
  /** How many there are in all. */
  readonly total: number;
  readonly nodes: readonly TreeNode[];
};

/** How many are shown at a time. */
export const TREE_PAGE = 100;

/**
 * What lies directly in a range, or (null) in no other, in address order.
 *
 * @param skip how many are there already
 */
export async function treeLevel(
  db: Database,
  table: RuleTable,
  id: number | null,
  skip: number,
  at: number,
): Promise<TreeLevel> {
  const nesting = await nestingOf(db, table);
  const place = id === null ? ROOT : placeOfRange(table, id);
  // Deleted meanwhile.
  if (id !== null && place < 0) return { total: 0, nodes: [] };
  const nodes = childrenOf(nesting, place, skip, TREE_PAGE).map((child): TreeNode => {
    const { columns, row } = atPlace(table, child);
    const match = new MatchedRange(columns, row, columns.grants[row]!);
    return { ...rangeBrief(table, match, at), children: childCount(nesting, child) };
  });
  return { total: childCount(nesting, place), nodes };
}
