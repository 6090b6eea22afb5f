// Which permanent range decides, for every address of a family: the address line cut into segments, each with the row of
// the most specific range that covers it. Found through a trie of 8-bit strides, so that a look-up takes as many steps in
// half a million ranges as in a hundred.

import { compareWords, type RangeColumns, resized } from './range-columns';

/** No range covers the segment. */
const NONE = 0xffffffff;

/** A trie slot is a node's number with this bit set, or a leaf: position << 4 | count. */
const NODE = 0x80000000;
const LEAF = 15;
const FANOUT = 256;

export class Segments {
  private constructor(
    private readonly stride: number,
    private readonly starts: Uint32Array,
    /** Row and grant of each segment, side by side: a look-up in a large table waits for memory, not for arithmetic. */
    private readonly answers: Uint32Array,
    private readonly trie: Uint32Array,
  ) {}

  /**
   * Cuts the line. Yields now and then; whoever drives the generator decides how long it may hold the thread.
   * Takes O(n log n) steps: a sweep over the starts, with the ranges that cover the current address in a heap by
   * specificity. A range below the top of the heap that has ended is only noticed when it comes to the top.
   */
  static *build(columns: RangeColumns): Generator<void, Segments> {
    const { stride, length, first, last } = columns;
    const writer = new SegmentWriter(columns);
    const heap = new RowHeap(columns);
    const cursor = new Uint32Array(stride);
    for (let row = 0; row < length; row++) {
      if (row % 256 === 255) yield;
      if (!columns.isPermanent(row)) continue;
      // Ranges on top that end before this one starts: each hands over to the next that still goes on.
      while (heap.top !== NONE && compareWords(last, heap.top * stride, first, row * stride, stride) < 0) {
        endTop(heap, last, stride, cursor);
        writer.write(cursor, 0, heap.top);
      }
      heap.push(row);
      writer.write(first, row * stride, heap.top);
    }
    for (let steps = 0; heap.top !== NONE; steps++) {
      if (steps % 256 === 255) yield;
      const isLast = isMaximum(last, heap.top * stride, stride);
      if (isLast) break;
      endTop(heap, last, stride, cursor);
      writer.write(cursor, 0, heap.top);
    }
    const { starts, answers } = writer.finish();
    yield;
    return new Segments(stride, starts, answers, yield* buildTrie(starts, stride));
  }

  /** The segment that decides for the address, for `rowOf` and `grantOf`; -1 where no range covers it. */
  find(words: readonly number[]): number {
    const { trie, stride, starts } = this;
    let slot = trie[words[0]! >>> 24]!;
    for (let depth = 1; slot >= NODE; depth++) {
      const byte = (words[depth >> 2]! >>> (24 - ((depth & 3) << 3))) & 255;
      slot = trie[(slot - NODE) * FANOUT + byte]!;
    }
    // The last start that is not after the address: within the leaf, or the one before it.
    let low = slot >>> 4;
    let high = low + (slot & LEAF);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareWords(starts, middle * stride, words, 0, stride) <= 0) low = middle + 1;
      else high = middle;
    }
    return low === 0 || this.rowOf(low - 1) === NONE ? -1 : low - 1;
  }

  rowOf(segment: number): number {
    return this.answers[segment * 2]!;
  }

  grantOf(segment: number): number {
    return this.answers[segment * 2 + 1]!;
  }
}

/** Takes the top's end as the new cursor position (last + 1) and removes what has ended by then. */
function endTop(heap: RowHeap, last: Uint32Array, stride: number, cursor: Uint32Array): void {
  const base = heap.top * stride;
  let carry = 1;
  for (let i = stride - 1; i >= 0; i--) {
    const sum = last[base + i]! + carry;
    cursor[i] = sum;
    carry = sum > 0xffffffff ? 1 : 0;
  }
  while (heap.top !== NONE && compareWords(last, heap.top * stride, cursor, 0, stride) < 0) heap.pop();
}

function isMaximum(words: Uint32Array, base: number, stride: number): boolean {
  for (let i = 0; i < stride; i++) if (words[base + i] !== 0xffffffff) return false;
  return true;
}

/** Collects segments, leaving out those that go on with the same row. */
class SegmentWriter {
  private starts: Uint32Array;
  private answers: Uint32Array;
  private length = 0;

  constructor(private readonly columns: RangeColumns) {
    // As a rule a range makes one segment, or two where there is a gap behind it.
    const expected = columns.length + 16;
    this.starts = new Uint32Array(expected * columns.stride);
    this.answers = new Uint32Array(expected * 2);
  }

  write(words: Uint32Array, base: number, row: number): void {
    const { stride, grants } = this.columns;
    // A second range with the same start replaces what the first one wrote there.
    const before = (this.length - 1) * stride;
    if (this.length > 0 && compareWords(this.starts, before, words, base, stride) === 0) this.length--;
    if ((this.length > 0 ? this.answers[this.length * 2 - 2] : NONE) === row) return;
    const segment = this.length++;
    if (segment * 2 === this.answers.length) {
      this.starts = resized(this.starts, this.starts.length * 2);
      this.answers = resized(this.answers, this.answers.length * 2);
    }
    for (let i = 0; i < stride; i++) this.starts[segment * stride + i] = words[base + i]!;
    this.answers[segment * 2] = row;
    this.answers[segment * 2 + 1] = row === NONE ? 0 : grants[row]!;
  }

  finish(): { starts: Uint32Array; answers: Uint32Array } {
    return {
      starts: resized(this.starts, this.length * this.columns.stride),
      answers: resized(this.answers, this.length * 2),
    };
  }
}

/** Node 0 is the root. Every node has a slot a byte; positions count segment starts. */
function* buildTrie(starts: Uint32Array, stride: number): Generator<void, Uint32Array> {
  let trie: Uint32Array = new Uint32Array(FANOUT * 64);
  let nodes = 1;
  const count = starts.length / stride;
  const byteAt = (position: number, depth: number) =>
    (starts[position * stride + (depth >> 2)]! >>> (24 - ((depth & 3) << 3))) & 255;
  // A node, the depth of the byte it looks at, and the starts that share all bytes before that.
  const waiting: [node: number, depth: number, from: number, to: number][] = [[0, 0, 0, count]];
  for (let task = waiting.pop(); task; task = waiting.pop()) {
    const [node, depth, from, to] = task;
    let position = from;
    for (let byte = 0; byte < FANOUT; byte++) {
      let begin = position;
      position = firstFrom(position, to, (candidate) => byteAt(candidate, depth) > byte);
      if (position - begin < LEAF || depth === stride * 4 - 1) {
        // A start at the slot's first address is not after any address that comes here: no need to look at it.
        if (begin < position && isFirstOfSlot(starts, begin * stride, stride, depth)) begin++;
        trie[node * FANOUT + byte] = (begin << 4) | (position - begin);
      } else {
        const child = nodes++;
        if (nodes * FANOUT > trie.length) trie = resized(trie, trie.length * 2);
        trie[node * FANOUT + byte] = NODE + child;
        waiting.push([child, depth + 1, begin, position]);
      }
    }
    yield;
  }
  return trie.slice(0, nodes * FANOUT);
}

/** Whether all bits of an address after the byte at `depth` are zero. */
function isFirstOfSlot(words: Uint32Array, base: number, stride: number, depth: number): boolean {
  const word = depth >> 2;
  if ((words[base + word]! << (((depth & 3) + 1) * 8 - 1)) << 1 !== 0) return false;
  for (let i = word + 1; i < stride; i++) if (words[base + i] !== 0) return false;
  return true;
}

/** The first position in [from, to) for which `isPast` holds, or `to`. Looks near `from` first. */
function firstFrom(from: number, to: number, isPast: (position: number) => boolean): number {
  let step = 1;
  let low = from;
  while (low < to && !isPast(low)) {
    from = low + 1;
    low += step;
    step *= 2;
  }
  let high = Math.min(low, to);
  while (from < high) {
    const middle = (from + high) >>> 1;
    if (isPast(middle)) high = middle;
    else from = middle + 1;
  }
  return from;
}

/** A binary heap of rows, the most specific on top. */
class RowHeap {
  private readonly rows: number[] = [];

  constructor(private readonly columns: RangeColumns) {}

  get top(): number {
    return this.rows[0] ?? NONE;
  }

  push(row: number): void {
    const { rows } = this;
    let child = rows.push(row) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.columns.compareSpecificity(rows[parent]!, row) <= 0) break;
      rows[child] = rows[parent]!;
      child = parent;
    }
    rows[child] = row;
  }

  pop(): void {
    const { rows } = this;
    const row = rows.pop()!;
    if (rows.length === 0) return;
    let parent = 0;
    for (let child = 1; child < rows.length; child = 2 * parent + 1) {
      if (child + 1 < rows.length && this.columns.compareSpecificity(rows[child + 1]!, rows[child]!) < 0)
        child++;
      if (this.columns.compareSpecificity(row, rows[child]!) <= 0) break;
      rows[parent] = rows[child]!;
      parent = child;
    }
    rows[parent] = row;
  }
}
