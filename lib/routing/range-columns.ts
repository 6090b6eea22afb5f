// The ranges of one family, a column a field: half a million of them fit in a few dozen megabytes, where as many objects would
// not. Rows are in ascending order of their first address; a row is named by its position.

import type { Address, Family } from './address';
import type { AddressRange } from './range';
import type { Grant, RuleRange } from './rules';

/** Words an address has in this family. */
export const wordsOf = (family: Family) => (family === 4 ? 1 : 4);

/** Equal grants are kept once; a range refers to its grant by number. Shared by both families and by later tables. */
export class Grants {
  private readonly numbers = new Map<string, number>();
  private readonly list: Grant[] = [];

  numberOf({ effect, landing, userId, appIds }: Grant): number {
    const key = `${effect} ${landing} ${userId} ${appIds.join(' ')}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.list.push({ effect, landing, userId, appIds: [...appIds] }) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }

  at(number: number): Grant {
    return this.list[number]!;
  }

  get size(): number {
    return this.list.length;
  }
}

/** What room is made for at first. */
const LABEL_BYTES = 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A text to look for in labels. */
export type LabelNeedle = { readonly lower: Uint8Array; readonly upper: Uint8Array };

export function labelNeedle(text: string): LabelNeedle {
  const cased = (change: (letter: string) => string) => encoder.encode(text.replace(/[a-z]/gi, change));
  return { lower: cased((letter) => letter.toLowerCase()), upper: cased((letter) => letter.toUpperCase()) };
}

export class RangeColumns {
  readonly stride: number;
  first: Uint32Array;
  last: Uint32Array;
  ids: Int32Array;
  grants: Uint32Array;
  enabled: Uint8Array;
  /** -Infinity and Infinity where there is no bound. */
  validFrom: Float64Array;
  validUntil: Float64Array;
  /**
   * UTF-8, one label after the other, and where each ends. As half a million strings they would have to be visited by every
   * collection of garbage, which visitors would wait for.
   */
  private labelBytes: Uint8Array;
  private labelEnds: Uint32Array;
  length = 0;

  /** `capacity`: how many rows are expected; more may come, at the cost of copying. */
  constructor(
    readonly family: Family,
    capacity: number,
  ) {
    this.stride = wordsOf(family);
    this.first = new Uint32Array(capacity * this.stride);
    this.last = new Uint32Array(capacity * this.stride);
    this.ids = new Int32Array(capacity);
    this.grants = new Uint32Array(capacity);
    this.enabled = new Uint8Array(capacity);
    this.validFrom = new Float64Array(capacity);
    this.validUntil = new Float64Array(capacity);
    this.labelBytes = new Uint8Array(capacity * LABEL_BYTES);
    this.labelEnds = new Uint32Array(capacity);
  }

  /** Appends a range; throws where its first address is below that of the row before. */
  append(range: RuleRange, grant: number): void {
    const row = this.nextRow();
    const { stride } = this;
    for (let i = 0; i < stride; i++) {
      this.first[row * stride + i] = range.first.words[i]!;
      this.last[row * stride + i] = range.last.words[i]!;
    }
    if (row > 0 && compareWords(this.first, (row - 1) * stride, range.first.words, 0, stride) > 0) {
      throw new Error('the ranges of a table have to be in ascending order of their first address');
    }
    this.ids[row] = range.id;
    this.grants[row] = grant;
    this.enabled[row] = range.enabled ? 1 : 0;
    this.validFrom[row] = range.validFrom ?? Number.NEGATIVE_INFINITY;
    this.validUntil[row] = range.validUntil ?? Number.POSITIVE_INFINITY;
    this.appendLabel(row, range.label);
  }

  /** Appends rows [from, to) of other columns of the same family and with the same grants. */
  appendRows(other: RangeColumns, from: number, to: number): void {
    const start = this.length;
    if (start + to - from > this.ids.length) this.resize(start + to - from);
    const { stride } = this;
    this.first.set(other.first.subarray(from * stride, to * stride), start * stride);
    this.last.set(other.last.subarray(from * stride, to * stride), start * stride);
    this.ids.set(other.ids.subarray(from, to), start);
    this.grants.set(other.grants.subarray(from, to), start);
    this.enabled.set(other.enabled.subarray(from, to), start);
    this.validFrom.set(other.validFrom.subarray(from, to), start);
    this.validUntil.set(other.validUntil.subarray(from, to), start);
    const labels = other.labelBytes.subarray(other.labelStart(from), other.labelStart(to));
    const labelStart = this.labelStart(start);
    this.reserveLabels(labelStart + labels.length);
    this.labelBytes.set(labels, labelStart);
    const moved = labelStart - other.labelStart(from);
    for (let row = from; row < to; row++) this.labelEnds[start + row - from] = other.labelEnds[row]! + moved;
    this.length += to - from;
  }

  labelAt(row: number): string {
    return decoder.decode(this.labelBytes.subarray(this.labelStart(row), this.labelEnds[row]));
  }

  /** Whether the label has the text in it; the letters A–Z in either case, others as they are. */
  labelIncludes(row: number, { lower, upper }: LabelNeedle): boolean {
    const { labelBytes } = this;
    const { length } = lower;
    const last = this.labelEnds[row]! - length;
    for (let start = this.labelStart(row); start <= last; start++) {
      let i = 0;
      while (i < length && (labelBytes[start + i] === lower[i] || labelBytes[start + i] === upper[i])) i++;
      if (i === length) return true;
    }
    return false;
  }

  private labelStart(row: number): number {
    return row === 0 ? 0 : this.labelEnds[row - 1]!;
  }

  private appendLabel(row: number, label: string): void {
    const start = this.labelStart(row);
    // A UTF-16 unit takes three bytes at the most.
    this.reserveLabels(start + label.length * 3);
    this.labelEnds[row] = start + encoder.encodeInto(label, this.labelBytes.subarray(start)).written;
  }

  private reserveLabels(bytes: number): void {
    if (bytes > this.labelBytes.length) this.labelBytes = resized(this.labelBytes, Math.ceil(bytes * 1.5));
  }

  private nextRow(): number {
    if (this.length === this.ids.length) this.resize(Math.ceil(this.length * 1.5) + 64);
    return this.length++;
  }

  private resize(rows: number): void {
    this.first = resized(this.first, rows * this.stride);
    this.last = resized(this.last, rows * this.stride);
    this.ids = resized(this.ids, rows);
    this.grants = resized(this.grants, rows);
    this.enabled = resized(this.enabled, rows);
    this.validFrom = resized(this.validFrom, rows);
    this.validUntil = resized(this.validUntil, rows);
    this.labelEnds = resized(this.labelEnds, rows);
  }

  rangeAt(row: number): AddressRange {
    const address = (column: Uint32Array): Address => ({
      family: this.family,
      words: Array.from(column.subarray(row * this.stride, (row + 1) * this.stride)),
    });
    return { first: address(this.first), last: address(this.last) };
  }

  isActive(row: number, at: number): boolean {
    return this.enabled[row] === 1 && this.validFrom[row]! <= at && at < this.validUntil[row]!;
  }

  /** Whether the range is active at every moment. */
  isPermanent(row: number): boolean {
    return (
      this.enabled[row] === 1 &&
      this.validFrom[row] === Number.NEGATIVE_INFINITY &&
      this.validUntil[row] === Number.POSITIVE_INFINITY
    );
  }

  contains(row: number, words: readonly number[]): boolean {
    return (
      compareWords(this.first, row * this.stride, words, 0, this.stride) <= 0 &&
      compareWords(this.last, row * this.stride, words, 0, this.stride) >= 0
    );
  }

  /**
   * Whether row `a` is more specific than row `b`: fewer addresses, or as many and a later start; negative when it is, never
   * zero for two rows of a table, since first and last are unique together.
   */
  compareSpecificity(a: number, b: number): number {
    const { stride, first, last } = this;
    if (stride === 1) {
      const sizes = last[a]! - first[a]! - (last[b]! - first[b]!);
      return sizes !== 0 ? sizes : first[b]! - first[a]!;
    }
    // last - first of both, word by word from the most significant, borrowing from the words below.
    for (let word = 0; word < stride; word++) {
      const sizes = this.sizeWord(a, word) - this.sizeWord(b, word);
      if (sizes !== 0) return sizes;
    }
    return compareWords(first, b * stride, first, a * stride, stride);
  }

  /** One word of last - first. */
  private sizeWord(row: number, word: number): number {
    const base = row * this.stride;
    let borrow = 0;
    for (let below = word + 1; below < this.stride; below++) {
      const difference = this.last[base + below]! - this.first[base + below]!;
      if (difference !== 0) {
        borrow = difference < 0 ? 1 : 0;
        break;
      }
    }
    return (this.last[base + word]! - this.first[base + word]! - borrow) >>> 0;
  }
}

/** Compares two addresses that lie as words in arrays: negative, zero or positive, as for `sort`. */
export function compareWords(
  a: ArrayLike<number>,
  aStart: number,
  b: ArrayLike<number>,
  bStart: number,
  length: number,
): number {
  for (let i = 0; i < length; i++) {
    const difference = a[aStart + i]! - b[bStart + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

type Column = Uint32Array | Int32Array | Uint8Array | Float64Array;

/** A copy with another length. */
export function resized<Array extends Column>(column: Array, length: number): Array {
  const copy = new (column.constructor as new (length: number) => Array)(length);
  copy.set(column.subarray(0, Math.min(length, column.length)) as Array);
  return copy;
}
