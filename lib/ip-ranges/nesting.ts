// Which range lies in which: the tree of a table's ranges. Made once for a table, which is never changed, and gone with it.

import type { Database } from '../db';
import { compareWords } from '../routing/range-columns';
import type { RuleTable } from '../routing/table';
import { atPlace, type Places, rangeOrder } from './range-order';

/** The root that holds all ranges that lie in no other. */
export const ROOT = -1;

const NONE = -1;

/** Places (see range-order.ts); a range hangs below the one that starts last of those that hold all of it. */
export type Nesting = {
  readonly parents: Int32Array;
  /** How many lie directly in each; the root's are counted at the end. */
  readonly childCounts: Int32Array;
  readonly firstChildren: Int32Array;
  readonly nextSiblings: Int32Array;
};

const nestings = new WeakMap<RuleTable, Promise<Nesting>>();

export function nestingOf(db: Database, table: RuleTable): Promise<Nesting> {
  let nesting = nestings.get(table);
  if (!nesting) {
    nesting = rangeOrder(db, table, 'range').then((order) => nest(table, order));
    nestings.set(table, nesting);
  }
  return nesting;
}

/** One pass in address order, the widest of those that start together first: what holds a range comes before it. */
function nest(table: RuleTable, order: Places): Nesting {
  const { size } = table;
  const parents = new Int32Array(size).fill(NONE);
  const childCounts = new Int32Array(size + 1);
  const firstChildren = new Int32Array(size + 1).fill(NONE);
  const lastChildren = new Int32Array(size + 1).fill(NONE);
  const nextSiblings = new Int32Array(size).fill(NONE);
  /** Those that reach at least to the current start, the latest start last. */
  let open: number[] = [];
  let family = 0;
  for (const place of order) {
    const { columns, row } = atPlace(table, place);
    const { stride, first, last } = columns;
    if (columns.family !== family) open = [];
    family = columns.family;
    const compareEnd = (other: number, words: Uint32Array) =>
      compareWords(last, atPlace(table, other).row * stride, words, row * stride, stride);
    while (open.length > 0 && compareEnd(open.at(-1)!, first) < 0) open.pop();
    let i = open.length - 1;
    while (i >= 0 && compareEnd(open[i]!, last) < 0) i--;
    const parent = i < 0 ? ROOT : open[i]!;
    const slot = parent === ROOT ? size : parent;
    parents[place] = parent;
    childCounts[slot]!++;
    if (lastChildren[slot] === NONE) firstChildren[slot] = place;
    else nextSiblings[lastChildren[slot]!] = place;
    lastChildren[slot] = place;
    open.push(place);
  }
  return { parents, childCounts, firstChildren, nextSiblings };
}

export function childCount({ childCounts }: Nesting, place: number): number {
  return childCounts[place === ROOT ? childCounts.length - 1 : place]!;
}

/** Children of a place (or ROOT) in address order, from the one with this number on. */
export function childrenOf(nesting: Nesting, place: number, skip: number, most: number): number[] {
  const { firstChildren, nextSiblings } = nesting;
  const children: number[] = [];
  let child = firstChildren[place === ROOT ? firstChildren.length - 1 : place]!;
  for (let i = 0; child !== NONE && children.length < most; i++, child = nextSiblings[child]!) {
    if (i >= skip) children.push(child);
  }
  return children;
}
