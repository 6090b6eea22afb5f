// The enabled ranges with a validity: which of them decides depends on the moment, so they are asked at match time. An
// interval tree laid over the sorted rows: the middle row of a stretch is its root, and each root knows how far any row
// of its stretch reaches.

import { compareWords, type RangeColumns } from './range-columns';

export class TimedRanges {
  private constructor(
    private readonly columns: RangeColumns,
    /** Rows in ascending order of first address. */
    private readonly rows: Uint32Array,
    /** For each root, the row of its stretch with the greatest last address. */
    private readonly furthest: Uint32Array,
  ) {}

  static *build(columns: RangeColumns): Generator<void, TimedRanges> {
    const rows: number[] = [];
    for (let row = 0; row < columns.length; row++) {
      if (row % 1024 === 1023) yield;
      if (columns.enabled[row] === 1 && !columns.isPermanent(row)) rows.push(row);
    }
    const sorted = Uint32Array.from(rows);
    const furthest = new Uint32Array(sorted.length);
    yield* fillFurthest(columns, sorted, furthest, 0, sorted.length);
    return new TimedRanges(columns, sorted, furthest);
  }

  /** The most specific row that contains the address and is active at the moment, or -1. */
  find(words: readonly number[], at: number): number {
    if (this.rows.length === 0) return -1;
    return this.search(words, at, 0, this.rows.length, -1);
  }

  private search(words: readonly number[], at: number, from: number, to: number, best: number): number {
    if (from >= to) return best;
    const { columns, rows, furthest } = this;
    const { stride, first, last } = columns;
    const root = (from + to) >>> 1;
    if (compareWords(last, furthest[root]! * stride, words, 0, stride) < 0) return best;
    let found = this.search(words, at, from, root, best);
    const row = rows[root]!;
    if (compareWords(first, row * stride, words, 0, stride) > 0) return found;
    if (columns.contains(row, words) && columns.isActive(row, at)) {
      if (found < 0 || columns.compareSpecificity(row, found) < 0) found = row;
    }
    return this.search(words, at, root + 1, to, found);
  }
}

function* fillFurthest(
  columns: RangeColumns,
  rows: Uint32Array,
  furthest: Uint32Array,
  from: number,
  to: number,
): Generator<void, number> {
  const { stride, last } = columns;
  const root = (from + to) >>> 1;
  let best = rows[root]!;
  if (to - from > 512) yield;
  for (const [start, end] of [
    [from, root],
    [root + 1, to],
  ] as const) {
    if (start >= end) continue;
    const candidate = yield* fillFurthest(columns, rows, furthest, start, end);
    if (compareWords(last, candidate * stride, last, best * stride, stride) > 0) best = candidate;
  }
  furthest[root] = best;
  return best;
}
