// Ranges that overlap in part. That is allowed (the more specific one decides, see DESIGN, «The decision»), but seldom meant.

import type { KeyedRange } from '../ip-ranges/schema';
import { addressFromKey } from '../routing/address';
import { type AddressRange, compareSpecificity, formatRange } from '../routing/range';

export type Overlap = {
  /** The one that decides for the shared addresses. */
  decides: KeyedRange;
  other: KeyedRange;
  /** Canonical spelling of the addresses that both hold. */
  shared: string;
};

/** Pairs looked at for one range on average; a table in which everything overlaps everything is not searched to its end. */
const PAIRS_A_RANGE = 20;

/**
 * Pairs of enabled ranges of which neither contains the other, that share addresses and would treat them differently; the
 * first `most` of them in address order. O(n log n) for tables of nested blocks.
 */
export function findOverlaps(ranges: readonly KeyedRange[], most: number): Overlap[] {
  const sorted = ranges
    .filter(({ rule }) => rule.enabled)
    .sort((a, b) => (a.first !== b.first ? (a.first < b.first ? -1 : 1) : a.last < b.last ? 1 : -1));
  const overlaps: Overlap[] = [];
  // The ranges that hold the current address, the one that ends last first, each with what an address gets from it.
  const open: { range: KeyedRange; gives: string }[] = [];
  let pairs = sorted.length * PAIRS_A_RANGE;
  for (const range of sorted) {
    while (open.length > 0 && open.at(-1)!.range.last < range.first) open.pop();
    const gives = treatment(range);
    let place = open.length;
    while (place > 0 && open[place - 1]!.range.last < range.last) {
      const earlier = open[--place]!;
      if (earlier.range.first === range.first) continue;
      if (--pairs < 0) return overlaps;
      if (earlier.gives === gives) continue;
      overlaps.push(overlapOf(earlier.range, range));
      if (overlaps.length >= most) return overlaps;
    }
    open.splice(place, 0, { range, gives });
  }
  return overlaps;
}

/** What an address gets from the range: equal texts, equal treatment. */
function treatment({ rule: { effect, user, apps, landing, validFrom, validUntil } }: KeyedRange): string {
  return JSON.stringify([effect, user, apps, landing, validFrom, validUntil]);
}

function overlapOf(a: KeyedRange, b: KeyedRange): Overlap {
  const toRange = ({ first, last }: { first: string; last: string }): AddressRange => ({
    first: addressFromKey(first),
    last: addressFromKey(last),
  });
  const [decides, other] = compareSpecificity(toRange(a), toRange(b)) < 0 ? [a, b] : [b, a];
  return { decides, other, shared: formatRange(toRange({ first: b.first, last: a.last })) };
}
