// Which permanent range decides, for every address of a family: the address line cut into segments, each with the row of
// the most specific range that covers it. Found through a trie of 8-bit strides, so that a look-up takes as many steps in
// half a million ranges as in a hundred.

import { compareWords, type RangeColumns, resized } from './range-columns';

/** No range covers the segment. */
const NONE = 0xffffffff;

/**
 * A node of the trie, as words of one cache line: a bit for each value of its byte that segments start with (0–7), how many bits
 * are set before each of those words, a byte each (8–9), the number of its first slot (10), and its first position and the
 * one after its last (11, 12). It has a slot for each bit that is set, and no more: what is asked for has to fit the caches.
 */
const NODE_WORDS = 16;
const COUNTS = 8;
const SLOTS = 10;
const FROM = 11;
const TO = 12;

/**
 * A slot: a node's number with this bit set, or position << 4 | count of a leaf; and for a leaf the row and grant of the segment
 * before its position, which is the answer wherever no start has to be looked at.
 */
const SLOT_WORDS = 3;
const NODE = 0x80000000;
const LEAF = 15;

export class Segments {
  private constructor(
    private readonly stride: number,
    private readonly starts: Uint32Array,
    private readonly nodes: Uint32Array,
    /** Slots, and behind them row and grant of each segment: what is read together lies together. */
    private readonly cells: Uint32Array,
    /** Where the segments' rows and grants start in `cells`. */
    private readonly segments: number,
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
    const { nodes, slots } = yield* buildTrie(starts, answers, stride);
    const cells = resized(slots, slots.length + answers.length);
    cells.set(answers, slots.length);
    return new Segments(stride, starts, nodes, cells, slots.length);
  }

  /** What decides for the address, for `rowOf` and `grantOf`; -1 where no range covers it. */
  find(words: readonly number[]): number {
    const { starts, stride, nodes, cells, segments } = this;
    let low = 0;
    for (let node = 0, depth = 0; ; depth++) {
      const byte = byteAt(words, 0, depth);
      const bits = nodes[node + (byte >>> 5)]!;
      const bit = byte & 31;
      const before = bitCount(bits & ((1 << bit) - 1)) + countBefore(nodes, node, byte >>> 5);
      const slot = nodes[node + SLOTS]! + before * SLOT_WORDS;
      if (((bits >>> bit) & 1) === 0) {
        // No segment starts with this byte: the one before goes on.
        if (before === 0) {
          low = nodes[node + FROM]!;
          break;
        }
        const previous = slot - SLOT_WORDS;
        const leaf = cells[previous]!;
        if (leaf < NODE && (leaf & LEAF) === 0) return cells[previous + 1] === NONE ? -1 : previous + 1;
        low = endOf(nodes, leaf);
        break;
      }
      const found = cells[slot]!;
      if (found < NODE) {
        low = found >>> 4;
        let high = low + (found & LEAF);
        if (low === high) return cells[slot + 1] === NONE ? -1 : slot + 1;
        // The last start that is not after the address: within the leaf, or the one before it.
        while (low < high) {
          const middle = (low + high) >>> 1;
          if (compareWords(starts, middle * stride, words, 0, stride) <= 0) low = middle + 1;
          else high = middle;
        }
        break;
      }
      node = (found - NODE) * NODE_WORDS;
    }
    const cell = segments + (low - 1) * 2;
    return low === 0 || cells[cell] === NONE ? -1 : cell;
  }

  rowOf(found: number): number {
    return this.cells[found]!;
  }

  grantOf(found: number): number {
    return this.cells[found + 1]!;
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

function byteAt(words: ArrayLike<number>, base: number, depth: number): number {
  return (words[base + (depth >> 2)]! >>> (24 - ((depth & 3) << 3))) & 255;
}

/** How many bits are set (Hacker's Delight 5-1). */
function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function countBefore(nodes: Uint32Array, node: number, word: number): number {
  return (nodes[node + COUNTS + (word >>> 2)]! >>> ((word & 3) << 3)) & 255;
}

/** The position after the last one of a slot. */
function endOf(nodes: Uint32Array, slot: number): number {
  return slot < NODE ? (slot >>> 4) + (slot & LEAF) : nodes[(slot - NODE) * NODE_WORDS + TO]!;
}

/** Node 0 is the root. Positions count segment starts. */
function* buildTrie(
  starts: Uint32Array,
  answers: Uint32Array,
  stride: number,
): Generator<void, { nodes: Uint32Array; slots: Uint32Array }> {
  let nodes = new Uint32Array(NODE_WORDS * 64);
  let slots = new Uint32Array(1024);
  let nodeCount = 1;
  let slot = 0;
  // A node's number, the depth of the byte it looks at, and the starts that share all bytes before that.
  const waiting: [node: number, depth: number, from: number, to: number][] = [
    [0, 0, 0, starts.length / stride],
  ];
  for (let task = waiting.pop(); task; task = waiting.pop()) {
    const [number, depth, from, to] = task;
    const node = number * NODE_WORDS;
    nodes[node + SLOTS] = slot;
    nodes[node + FROM] = from;
    nodes[node + TO] = to;
    if (slot + 256 * SLOT_WORDS > slots.length) slots = resized(slots, slots.length * 2);
    for (let position = from; position < to; ) {
      let begin = position;
      const byte = byteAt(starts, begin * stride, depth);
      position = firstFrom(begin + 1, to, (candidate) => byteAt(starts, candidate * stride, depth) > byte);
      nodes[node + (byte >>> 5)]! |= 1 << (byte & 31);
      if (position - begin < LEAF || depth === stride * 4 - 1) {
        // A start at the slot's first address is not after any address that comes here: no need to look at it.
        if (isFirstOfSlot(starts, begin * stride, stride, depth)) begin++;
        slots[slot] = (begin << 4) | (position - begin);
        slots[slot + 1] = begin === 0 ? NONE : answers[begin * 2 - 2]!;
        slots[slot + 2] = begin === 0 ? 0 : answers[begin * 2 - 1]!;
      } else {
        const child = nodeCount++;
        slots[slot] = NODE + child;
        waiting.push([child, depth + 1, begin, position]);
      }
      slot += SLOT_WORDS;
    }
    for (let word = 1, count = 0; word < COUNTS; word++) {
      count += bitCount(nodes[node + word - 1]!);
      nodes[node + COUNTS + (word >>> 2)]! |= count << ((word & 3) << 3);
    }
    if (nodeCount * NODE_WORDS > nodes.length) nodes = resized(nodes, nodeCount * NODE_WORDS * 2);
    yield;
  }
  return { nodes: resized(nodes, nodeCount * NODE_WORDS), slots: resized(slots, slot) };
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
