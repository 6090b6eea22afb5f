// How a range lies to the others of a table.

import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { addressToBigInt } from '../routing/address';
import type { AddressRange } from '../routing/range';
import { compareWords, type RangeColumns } from '../routing/range-columns';
import { MatchedRange, type RuleTable } from '../routing/table';

export type Neighbours = {
  /** The one with the same first and last address. */
  readonly equal: MatchedRange | null;
  /** Wider ones that hold all of it, the nearest first. */
  readonly containing: Group;
  /** Narrower ones that it holds, in address order. */
  readonly contained: Group;
  /** Those that share some of its addresses and have others. */
  readonly overlapping: Group;
};

export type Group = { readonly total: number; readonly first: readonly MatchedRange[] };

/**
 * The neighbours of a range, which need not be in the table itself. Active or not: an edit concerns them all.
 *
 * @param most how many of each kind are listed
 */
export function neighboursOf(table: RuleTable, range: AddressRange, most: number): Neighbours {
  const { columns } = table.families[range.first.family];
  const { stride, first, last } = columns;
  const from = range.first.words;
  const to = range.last.words;
  let equal: number | null = null;
  const containing: number[] = [];
  const contained: number[] = [];
  const overlapping: number[] = [];
  const end = rowsUpTo(columns, to);
  for (let row = 0; row < end; row++) {
    // Most rows end before the range begins.
    if (compareWords(last, row * stride, from, 0, stride) < 0) continue;
    const start = compareWords(first, row * stride, from, 0, stride);
    const stop = compareWords(last, row * stride, to, 0, stride);
    if (start === 0 && stop === 0) equal = row;
    else if (start <= 0 && stop >= 0) containing.push(row);
    else if (start >= 0 && stop <= 0) contained.push(row);
    else overlapping.push(row);
  }
  containing.sort((a, b) => columns.compareSpecificity(a, b));
  const matched = (row: number) => new MatchedRange(columns, row, columns.grants[row]!);
  const group = (rows: number[]): Group => ({ total: rows.length, first: rows.slice(0, most).map(matched) });
  return {
    equal: equal === null ? null : matched(equal),
    containing: group(containing),
    contained: group(contained),
    overlapping: group(overlapping),
  };
}

/** How many rows begin at the address or before it. */
function rowsUpTo(columns: RangeColumns, words: readonly number[]): number {
  const { first, stride } = columns;
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareWords(first, middle * stride, words, 0, stride) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How many of a range's addresses no narrower, active range decides for: those that a change of this range concerns.
 *
 * @param at in ms since 1970
 * @param except the id of a range that counts as not there
 */
export async function addressesOfItsOwn(
  table: RuleTable,
  range: AddressRange,
  at: number,
  except: number | null = null,
): Promise<bigint> {
  const { columns } = table.families[range.first.family];
  const { stride, last } = columns;
  const from = addressToBigInt(range.first);
  const to = addressToBigInt(range.last);
  const size = to - from + 1n;
  const end = rowsUpTo(columns, range.last.words);
  let covered = 0n;
  // The next address that is not covered yet.
  let next = from;
  let looked = 0;
  for (let row = 0; row < end; row++) {
    if (compareWords(last, row * stride, range.first.words, 0, stride) < 0) continue;
    if (!columns.isActive(row, at) || columns.ids[row] === except) continue;
    // The whole of IPv4 may hold half a million, and big numbers take their time.
    if (++looked % 2_000 === 0) await yieldToOthers();
    const other = columns.rangeAt(row);
    const start = addressToBigInt(other.first);
    const stop = addressToBigInt(other.last);
    const otherSize = stop - start + 1n;
    const isNarrower = otherSize < size || (otherSize === size && start > from);
    if (!isNarrower || stop < next) continue;
    if (start > next) next = start;
    if (stop >= to) return size - covered - (to - next + 1n);
    covered += stop - next + 1n;
    next = stop + 1n;
  }
  return size - covered;
}
