// lib/routing/address.ts
import { isIPv6 } from 'node:net';

var LONGEST = 45;
function parseAddress(text) {
  const word = parseDotted(text);
  if (word >= 0) return { ok: true, address: { family: 4, words: [word] } };
  if (text.length <= LONGEST && text.includes(':') && !text.includes('%') && isIPv6(text)) {
    const words = parseGroups(text);
    if (words[0] === 0 && words[1] === 0 && words[2] === 65535) {
      return { ok: true, address: { family: 4, words: [words[3]] } };
    }
    return { ok: true, address: { family: 6, words } };
  }
  return { ok: false, problem: { code: problemOf(text), text } };
}
function parseDotted(text) {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let word = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (digits === 0 || ++dots > 3) return -1;
      word = word * 256 + octet;
      octet = 0;
      digits = 0;
    } else {
      const digit = code - 48;
      if (digit < 0 || digit > 9 || (digits > 0 && octet === 0)) return -1;
      octet = octet * 10 + digit;
      digits++;
      if (octet > 255) return -1;
    }
  }
  return dots === 3 && digits > 0 ? word * 256 + octet : -1;
}
function parseGroups(text) {
  const groups = [];
  let gap = -1;
  let value = 0;
  let digits = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 58;
    if (code === 58) {
      if (digits > 0) groups.push(value);
      else if (i > 0 && i < text.length && text.charCodeAt(i - 1) === 58) gap = groups.length;
      value = 0;
      digits = 0;
    } else if (code === 46) {
      const word = parseDotted(text.slice(i - digits));
      groups.push(word >>> 16, word & 65535);
      break;
    } else {
      value = value * 16 + (code <= 57 ? code - 48 : (code | 32) - 87);
      digits++;
    }
  }
  if (gap >= 0) groups.splice(gap, 0, ...new Array(8 - groups.length).fill(0));
  const words = [];
  for (let i = 0; i < 8; i += 2) words.push(groups[i] * 65536 + groups[i + 1]);
  return words;
}
function problemOf(text) {
  if (text === '') return 'EMPTY';
  if (/\s/u.test(text)) return 'SPACE';
  if (text.includes('%')) return 'ZONE';
  if (/^\[.*\]/u.test(text)) return 'BRACKETS';
  if (/^[\d.]+:\d+$/u.test(text)) return 'PORT';
  if (/^0x/iu.test(text) || /\.0x/iu.test(text)) return 'HEX';
  if (/^\d+$/u.test(text)) return 'INTEGER';
  if (/^\d+(\.\d+)*$/u.test(text)) {
    const octets = text.split('.');
    if (octets.some((octet) => octet.length > 1 && octet.startsWith('0'))) return 'LEADING_ZERO';
    if (octets.length < 4) return 'SHORT';
    if (octets.length === 4) return 'OCTET';
  }
  return 'NOT_AN_ADDRESS';
}
function formatAddress({ family, words }) {
  if (family === 4) {
    const word = words[0];
    return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
  }
  let gapStart = 8;
  let gapLength = 1;
  for (let i = 0, run = 0; i < 8; i++) {
    run = groupAt(words, i) === 0 ? run + 1 : 0;
    if (run > gapLength) {
      gapLength = run;
      gapStart = i - run + 1;
    }
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === gapStart) {
      text += '::';
      i += gapLength - 1;
    } else {
      const group = groupAt(words, i).toString(16);
      text += text === '' || text.endsWith('::') ? group : `:${group}`;
    }
  }
  return text;
}
function groupAt(words, i) {
  return i & 1 ? words[i >> 1] & 65535 : words[i >> 1] >>> 16;
}
function compareAddresses(a, b) {
  if (a.family !== b.family) return a.family - b.family;
  for (let i = 0; i < a.words.length; i++) {
    const difference = a.words[i] - b.words[i];
    if (difference !== 0) return difference;
  }
  return 0;
}
function addressToBigInt({ words }) {
  return words.reduce((value, word) => (value << 32n) | BigInt(word), 0n);
}
function addressFromBigInt(family, value) {
  const words = [];
  for (let shift = family === 4 ? 0n : 96n; shift >= 0n; shift -= 32n) {
    words.push(Number((value >> shift) & 0xffffffffn));
  }
  return { family, words };
}

// lib/routing/decide.ts
var NO_APPS = [];
function decide({ address, at, table, requested = null, down }) {
  const client = typeof address === 'string' ? parsedOrNull(address) : address;
  if (client === null) return decided('deny', 'UNKNOWN_CLIENT', null, null, null);
  const text = formatAddress(client);
  const range = table.find(client, at);
  if (range === null) return decided('deny', 'NO_RANGE', text, null, null);
  const { grant } = range;
  const { user, apps: apps2, landing } = table.resolve(grant);
  if (grant.effect === 'deny') return decided('deny', 'RANGE_DENIES', text, range, user);
  if (user && !user.enabled) return decided('deny', 'USER_DISABLED', text, range, user);
  if (apps2.length === 0) return decided('deny', 'NO_APP', text, range, user);
  const asked = requested === null ? apps2[0] : apps2.find(({ slug }) => slug === requested);
  if (!asked) return decided('deny', 'APP_NOT_GRANTED', text, range, user, apps2);
  if (requested === null && landing === 'choose' && apps2.length > 1) {
    return decided('choose', 'CHOICE', text, range, user, apps2);
  }
  if (down?.has(asked.id)) return decided('unavailable', 'APP_DOWN', text, range, user, apps2, asked);
  return decided(
    'redirect',
    requested === null ? 'FIRST_APP' : 'REQUESTED_APP',
    text,
    range,
    user,
    apps2,
    asked,
  );
}
function parsedOrNull(text) {
  const result = parseAddress(text);
  return result.ok ? result.address : null;
}
function decided(outcome, reason, address, range, user, apps2 = NO_APPS, app = null) {
  return { outcome, reason, address, range, user, apps: apps2, app };
}

// lib/routing/range.ts
function rangeSize({ first, last }) {
  return addressToBigInt(last) - addressToBigInt(first) + 1n;
}
function compareSpecificity(a, b) {
  const sizes2 = rangeSize(a) - rangeSize(b);
  if (sizes2 !== 0n) return sizes2 < 0n ? -1 : 1;
  return compareAddresses(b.first, a.first);
}

// lib/routing/range-columns.ts
var wordsOf = (family) => (family === 4 ? 1 : 4);
var Grants = class {
  numbers = /* @__PURE__ */ new Map();
  list = [];
  numberOf({ effect, landing, userId, appIds }) {
    const key = `${effect} ${landing} ${userId} ${appIds.join(' ')}`;
    let number = this.numbers.get(key);
    if (number === void 0) {
      number = this.list.push({ effect, landing, userId, appIds: [...appIds] }) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }
  at(number) {
    return this.list[number];
  }
};
var RangeColumns = class {
  constructor(family, capacity) {
    this.family = family;
    this.capacity = capacity;
    this.stride = wordsOf(family);
    this.first = new Uint32Array(capacity * this.stride);
    this.last = new Uint32Array(capacity * this.stride);
    this.ids = new Int32Array(capacity);
    this.grants = new Uint32Array(capacity);
    this.enabled = new Uint8Array(capacity);
    this.validFrom = new Float64Array(capacity);
    this.validUntil = new Float64Array(capacity);
    this.labels = [];
  }
  family;
  capacity;
  stride;
  first;
  last;
  ids;
  grants;
  enabled;
  /** -Infinity and Infinity where there is no bound. */
  validFrom;
  validUntil;
  labels;
  length = 0;
  /** Appends a range, whose first address must not be below that of the row before. */
  append(range, grant) {
    const row = this.length++;
    for (let i = 0; i < this.stride; i++) {
      this.first[row * this.stride + i] = range.first.words[i];
      this.last[row * this.stride + i] = range.last.words[i];
    }
    this.ids[row] = range.id;
    this.grants[row] = grant;
    this.enabled[row] = range.enabled ? 1 : 0;
    this.validFrom[row] = range.validFrom ?? Number.NEGATIVE_INFINITY;
    this.validUntil[row] = range.validUntil ?? Number.POSITIVE_INFINITY;
    this.labels.push(range.label);
  }
  /** Appends a row of other columns of the same family. */
  appendRow(from, other) {
    const row = this.length++;
    for (let i = 0; i < this.stride; i++) {
      this.first[row * this.stride + i] = from.first[other * this.stride + i];
      this.last[row * this.stride + i] = from.last[other * this.stride + i];
    }
    this.ids[row] = from.ids[other];
    this.grants[row] = from.grants[other];
    this.enabled[row] = from.enabled[other];
    this.validFrom[row] = from.validFrom[other];
    this.validUntil[row] = from.validUntil[other];
    this.labels.push(from.labels[other]);
  }
  rangeAt(row) {
    const address = (column) => ({
      family: this.family,
      words: Array.from(column.subarray(row * this.stride, (row + 1) * this.stride)),
    });
    return { first: address(this.first), last: address(this.last) };
  }
  /** Whether the range of the row starts after the address: negative, zero or positive, as for `sort`. */
  compareFirst(row, address) {
    return compareAddresses(this.rangeAt(row).first, address);
  }
  isActive(row, at) {
    return this.enabled[row] === 1 && this.validFrom[row] <= at && at < this.validUntil[row];
  }
  /** Whether the range is active at every moment. */
  isPermanent(row) {
    return (
      this.enabled[row] === 1 &&
      this.validFrom[row] === Number.NEGATIVE_INFINITY &&
      this.validUntil[row] === Number.POSITIVE_INFINITY
    );
  }
  contains(row, words) {
    return (
      compareWords(this.first, row * this.stride, words, 0, this.stride) <= 0 &&
      compareWords(this.last, row * this.stride, words, 0, this.stride) >= 0
    );
  }
  /**
   * Whether row `a` is more specific than row `b`: fewer addresses, or as many and a later start; negative when it is, never
   * zero for two rows of a table, since first and last are unique together.
   */
  compareSpecificity(a, b) {
    const { stride, first, last } = this;
    if (stride === 1) {
      const sizes2 = last[a] - first[a] - (last[b] - first[b]);
      return sizes2 !== 0 ? sizes2 : first[b] - first[a];
    }
    for (let word = 0; word < stride; word++) {
      const sizes2 = this.sizeWord(a, word) - this.sizeWord(b, word);
      if (sizes2 !== 0) return sizes2;
    }
    return compareWords(first, b * stride, first, a * stride, stride);
  }
  /** One word of last - first. */
  sizeWord(row, word) {
    const base = row * this.stride;
    let borrow = 0;
    for (let below = word + 1; below < this.stride; below++) {
      const difference = this.last[base + below] - this.first[base + below];
      if (difference !== 0) {
        borrow = difference < 0 ? 1 : 0;
        break;
      }
    }
    return (this.last[base + word] - this.first[base + word] - borrow) >>> 0;
  }
};
function compareWords(a, aStart, b, bStart, length) {
  for (let i = 0; i < length; i++) {
    const difference = a[aStart + i] - b[bStart + i];
    if (difference !== 0) return difference;
  }
  return 0;
}

// lib/routing/segments.ts
var NONE = 4294967295;
var NODE = 2147483648;
var LEAF = 15;
var FANOUT = 256;
var Segments = class _Segments {
  constructor(stride, starts, rows, trie) {
    this.stride = stride;
    this.starts = starts;
    this.rows = rows;
    this.trie = trie;
  }
  stride;
  starts;
  rows;
  trie;
  /**
   * Cuts the line. Yields now and then; whoever drives the generator decides how long it may hold the thread.
   * Takes O(n log n) steps: a sweep over the starts, with the ranges that cover the current address in a heap by
   * specificity. A range below the top of the heap that has ended is only noticed when it comes to the top.
   */
  static *build(columns) {
    const { stride, length, first, last } = columns;
    const writer = new SegmentWriter(stride);
    const heap = new RowHeap(columns);
    const cursor = new Uint32Array(stride);
    for (let row = 0; row < length; row++) {
      if (row % 256 === 255) yield;
      if (!columns.isPermanent(row)) continue;
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
    const { starts, rows } = writer.finish();
    yield;
    const trie = yield* buildTrie(starts, stride);
    return new _Segments(stride, starts, rows, trie);
  }
  /** The row that decides for the address, or -1. */
  find(words) {
    const { trie, stride, starts } = this;
    let slot = trie[words[0] >>> 24];
    for (let depth = 1; slot >= NODE; depth++) {
      const byte = (words[depth >> 2] >>> (24 - ((depth & 3) << 3))) & 255;
      slot = trie[(slot - NODE) * FANOUT + byte];
    }
    let low = slot >>> 4;
    let high = low + (slot & LEAF);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareWords(starts, middle * stride, words, 0, stride) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return -1;
    const row = this.rows[low - 1];
    return row === NONE ? -1 : row;
  }
};
function endTop(heap, last, stride, cursor) {
  const base = heap.top * stride;
  let carry = 1;
  for (let i = stride - 1; i >= 0; i--) {
    const sum = last[base + i] + carry;
    cursor[i] = sum;
    carry = sum > 4294967295 ? 1 : 0;
  }
  while (heap.top !== NONE && compareWords(last, heap.top * stride, cursor, 0, stride) < 0) heap.pop();
}
function isMaximum(words, base, stride) {
  for (let i = 0; i < stride; i++) if (words[base + i] !== 4294967295) return false;
  return true;
}
var SegmentWriter = class {
  constructor(stride) {
    this.stride = stride;
    this.starts = new Uint32Array(1024 * stride);
    this.rows = new Uint32Array(1024);
  }
  stride;
  starts;
  rows;
  length = 0;
  write(words, base, row) {
    const { stride } = this;
    if (this.length > 0 && compareWords(this.starts, (this.length - 1) * stride, words, base, stride) === 0)
      this.length--;
    if ((this.length > 0 ? this.rows[this.length - 1] : NONE) === row) return;
    if (this.length === this.rows.length) {
      this.starts = grow(this.starts);
      this.rows = grow(this.rows);
    }
    for (let i = 0; i < stride; i++) this.starts[this.length * stride + i] = words[base + i];
    this.rows[this.length++] = row;
  }
  finish() {
    return { starts: this.starts.slice(0, this.length * this.stride), rows: this.rows.slice(0, this.length) };
  }
};
function grow(array) {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
function* buildTrie(starts, stride) {
  let trie = new Uint32Array(FANOUT * 64);
  let nodes = 1;
  const count = starts.length / stride;
  const byteAt = (position, depth) =>
    (starts[position * stride + (depth >> 2)] >>> (24 - ((depth & 3) << 3))) & 255;
  const waiting = [[0, 0, 0, count]];
  for (let task = waiting.pop(); task; task = waiting.pop()) {
    const [node, depth, from, to] = task;
    let position = from;
    for (let byte = 0; byte < FANOUT; byte++) {
      const begin = position;
      position = firstFrom(position, to, (candidate) => byteAt(candidate, depth) > byte);
      const inside = position - begin;
      if (inside < LEAF || depth === stride * 4 - 1) {
        trie[node * FANOUT + byte] = (begin << 4) | inside;
      } else {
        const child = nodes++;
        if (nodes * FANOUT > trie.length) trie = grow(trie);
        trie[node * FANOUT + byte] = NODE + child;
        waiting.push([child, depth + 1, begin, position]);
      }
    }
    yield;
  }
  return trie.slice(0, nodes * FANOUT);
}
function firstFrom(from, to, isPast) {
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
var RowHeap = class {
  constructor(columns) {
    this.columns = columns;
  }
  columns;
  rows = [];
  get top() {
    return this.rows[0] ?? NONE;
  }
  push(row) {
    const { rows } = this;
    let child = rows.push(row) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.columns.compareSpecificity(rows[parent], row) <= 0) break;
      rows[child] = rows[parent];
      child = parent;
    }
    rows[child] = row;
  }
  pop() {
    const { rows } = this;
    const row = rows.pop();
    if (rows.length === 0) return;
    let parent = 0;
    for (let child = 1; child < rows.length; child = 2 * parent + 1) {
      if (child + 1 < rows.length && this.columns.compareSpecificity(rows[child + 1], rows[child]) < 0)
        child++;
      if (this.columns.compareSpecificity(row, rows[child]) <= 0) break;
      rows[parent] = rows[child];
      parent = child;
    }
    rows[parent] = row;
  }
};

// lib/routing/timed-ranges.ts
var TimedRanges = class _TimedRanges {
  constructor(columns, rows, furthest) {
    this.columns = columns;
    this.rows = rows;
    this.furthest = furthest;
  }
  columns;
  rows;
  furthest;
  static *build(columns) {
    const rows = [];
    for (let row = 0; row < columns.length; row++) {
      if (row % 1024 === 1023) yield;
      if (columns.enabled[row] === 1 && !columns.isPermanent(row)) rows.push(row);
    }
    const sorted = Uint32Array.from(rows);
    const furthest = new Uint32Array(sorted.length);
    yield* fillFurthest(columns, sorted, furthest, 0, sorted.length);
    return new _TimedRanges(columns, sorted, furthest);
  }
  /** The most specific row that contains the address and is active at the moment, or -1. */
  find(words, at) {
    if (this.rows.length === 0) return -1;
    return this.search(words, at, 0, this.rows.length, -1);
  }
  search(words, at, from, to, best) {
    if (from >= to) return best;
    const { columns, rows, furthest } = this;
    const { stride, first, last } = columns;
    const root = (from + to) >>> 1;
    if (compareWords(last, furthest[root] * stride, words, 0, stride) < 0) return best;
    let found = this.search(words, at, from, root, best);
    const row = rows[root];
    if (compareWords(first, row * stride, words, 0, stride) > 0) return found;
    if (columns.contains(row, words) && columns.isActive(row, at)) {
      if (found < 0 || columns.compareSpecificity(row, found) < 0) found = row;
    }
    return this.search(words, at, root + 1, to, found);
  }
};
function* fillFurthest(columns, rows, furthest, from, to) {
  const { stride, last } = columns;
  const root = (from + to) >>> 1;
  let best = rows[root];
  if (to - from > 512) yield;
  for (const [start, end] of [
    [from, root],
    [root + 1, to],
  ]) {
    if (start >= end) continue;
    const candidate = yield* fillFurthest(columns, rows, furthest, start, end);
    if (compareWords(last, candidate * stride, last, best * stride, stride) > 0) best = candidate;
  }
  furthest[root] = best;
  return best;
}

// lib/routing/table.ts
var MatchedRange = class {
  constructor(columns, row, grants) {
    this.columns = columns;
    this.row = row;
    this.grants = grants;
  }
  columns;
  row;
  grants;
  get id() {
    return this.columns.ids[this.row];
  }
  get label() {
    return this.columns.labels[this.row];
  }
  get enabled() {
    return this.columns.enabled[this.row] === 1;
  }
  get validFrom() {
    return finiteOrNull(this.columns.validFrom[this.row]);
  }
  get validUntil() {
    return finiteOrNull(this.columns.validUntil[this.row]);
  }
  get range() {
    return this.columns.rangeAt(this.row);
  }
  get grant() {
    return this.grants.at(this.columns.grants[this.row]);
  }
  isActive(at) {
    return this.columns.isActive(this.row, at);
  }
};
var finiteOrNull = (time) => (Number.isFinite(time) ? time : null);
var RuleTable = class {
  constructor(apps2, users, defaultLanding, grants, families2) {
    this.apps = apps2;
    this.users = users;
    this.defaultLanding = defaultLanding;
    this.grants = grants;
    this.families = families2;
  }
  apps;
  users;
  defaultLanding;
  grants;
  families;
  /** A grant's apps and owner, worked out at the first visitor who needs them. */
  resolved = /* @__PURE__ */ new Map();
  get size() {
    return this.families[4].columns.length + this.families[6].columns.length;
  }
  /** The range that decides for the address at the moment (ms since 1970), or null. */
  find(address, at) {
    const { columns, permanent, timed } = this.families[address.family];
    let row = permanent.find(address.words);
    const timedRow = timed.find(address.words, at);
    if (timedRow >= 0 && (row < 0 || columns.compareSpecificity(timedRow, row) < 0)) row = timedRow;
    return row < 0 ? null : new MatchedRange(columns, row, this.grants);
  }
  /** Every range that contains the address, active or not, the most specific first. Reads the whole table. */
  containing(address) {
    const { columns } = this.families[address.family];
    const matches = [];
    for (let row = 0; row < columns.length; row++) {
      if (columns.contains(row, address.words)) matches.push(new MatchedRange(columns, row, this.grants));
    }
    return matches.sort((a, b) => compareSpecificity(a.range, b.range));
  }
  /** The owner of a grant and its enabled apps: its own in order, then the owner's in order, each once. */
  resolve(grant) {
    let resolved = this.resolved.get(grant);
    if (!resolved) {
      const user = grant.userId === null ? null : (this.users.get(grant.userId) ?? null);
      const ids = /* @__PURE__ */ new Set([...grant.appIds, ...(user?.appIds ?? [])]);
      const apps2 = [...ids].flatMap((id) => this.apps.get(id) ?? []).filter((app) => app.enabled);
      resolved = { user, apps: apps2, landing: grant.landing ?? user?.landing ?? this.defaultLanding };
      this.resolved.set(grant, resolved);
    }
    return resolved;
  }
};
function* ruleTableSlices(earlier, change) {
  const grants = earlier?.grants ?? new Grants();
  const families2 = {
    4: yield* familySlices(4, earlier, change, grants),
    6: yield* familySlices(6, earlier, change, grants),
  };
  return new RuleTable(byId(change.apps), byId(change.users), change.defaultLanding, grants, families2);
}
function* familySlices(family, earlier, { ranges, removed }, grants) {
  const old = earlier?.families[family].columns ?? new RangeColumns(family, 0);
  const added = ranges.filter((range) => range.first.family === family);
  const columns = new RangeColumns(family, old.length + added.length);
  let next = 0;
  const appendAddedUpTo = (row) => {
    for (; next < added.length; next++) {
      const range = added[next];
      if (row !== null && old.compareFirst(row, range.first) <= 0) return;
      if (next > 0 && compareAddresses(added[next - 1].first, range.first) > 0) {
        throw new Error('the ranges of a table have to be in ascending order of their first address');
      }
      columns.append(range, grants.numberOf(range));
    }
  };
  for (let row = 0; row < old.length; row++) {
    if (row % 256 === 255) yield;
    if (next < added.length) appendAddedUpTo(row);
    if (!removed.has(old.ids[row])) columns.appendRow(old, row);
  }
  appendAddedUpTo(null);
  yield;
  return { columns, permanent: yield* Segments.build(columns), timed: yield* TimedRanges.build(columns) };
}
var byId = (rows) => new Map(rows.map((row) => [row.id, row]));
function buildRuleTable({ apps: apps2, users, ranges, defaultLanding = 'first' }) {
  const sorted = [...ranges].sort((a, b) => compareAddresses(a.first, b.first));
  const slices = ruleTableSlices(null, {
    apps: apps2,
    users,
    defaultLanding,
    removed: /* @__PURE__ */ new Set(),
    ranges: sorted,
  });
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}

// bench/asn-ranges.ts
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 1831565813) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
function readAsnRanges() {
  return [...readFile('asn-ipv4-num.csv', 4), ...readFile('asn-ipv6-num.csv', 6)];
}
function readFile(name, family) {
  const path = createRequire(import.meta.url).resolve(`@ip-location-db/asn/${name}`);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [first, last, number] = line.split(',', 3);
    const name2 = line.slice(first.length + last.length + number.length + 3);
    return {
      first: addressFromBigInt(family, BigInt(first)),
      last: addressFromBigInt(family, BigInt(last)),
      // A string of its own: a slice would keep the whole file in memory.
      label: Buffer.from(name2).toString(),
    };
  });
}
function sample(elements, count, random) {
  const chosen = [];
  for (let i = 0; i < elements.length && chosen.length < count; i++) {
    if (random() * (elements.length - i) < count - chosen.length) chosen.push(elements[i]);
  }
  return chosen;
}
function pick(elements, random) {
  return elements[Math.floor(random() * elements.length)];
}
function randomAddressIn({ first, last }, random) {
  const low = addressToBigInt(first);
  const size = addressToBigInt(last) - low + 1n;
  let draw = 0n;
  for (let i = 0; i < 4; i++) draw = (draw << 32n) | BigInt(Math.floor(random() * 2 ** 32));
  return addressFromBigInt(first.family, low + (draw % size));
}

// bench/rules.ts
var apps = [
  { slug: 'sales', port: 8501 },
  { slug: 'finance', port: 8502 },
  { slug: 'planning', port: 8503 },
];
function plainRules(ranges) {
  return { apps, ranges: ranges.map((range, i) => ({ ...range, app: apps[i % 3].slug })) };
}
function rulesForTable({ apps: apps2, ranges }) {
  const ids = new Map(apps2.map(({ slug }, i) => [slug, i + 1]));
  return {
    apps: apps2.map(({ slug, port }) => ({
      ...{ id: ids.get(slug), slug, name: slug, description: '', port },
      ...{ scheme: null, host: null, path: '/', enabled: true },
    })),
    users: [],
    ranges: ranges.map(({ first, last, label, app }, i) => ({
      ...{ id: i + 1, first, last, label, effect: 'allow', landing: null, userId: null },
      ...{ appIds: [ids.get(app)], enabled: true, validFrom: null, validUntil: null },
    })),
  };
}

// bench/decide-process.ts
var sizes = ['100', '10000', 'all'];
var families = ['IPv4', 'IPv6', 'mixed'];
var forms = ['text', 'parsed'];
var ADDRESSES = 5e4;
var [rounds] = process.argv.slice(2).map(Number);
function casesOf(all2) {
  const random = seededRandom(515);
  return sizes.flatMap((size) => {
    const ranges = size === 'all' ? all2 : sample(all2, Number(size), random);
    const table = buildRuleTable(rulesForTable(plainRules(ranges)));
    return families.flatMap((family) => {
      const asked =
        family === 'mixed' ? ranges : ranges.filter(({ first }) => first.family === Number(family[3]));
      const parsed = Array.from({ length: ADDRESSES }, () => randomAddressIn(pick(asked, random), random));
      const addresses = { parsed, text: parsed.map(formatAddress) };
      return forms.map((form) => ({ key: `${size} ${family} ${form}`, table, addresses: addresses[form] }));
    });
  });
}
function timeOf({ key, table, addresses }) {
  const at = Date.now();
  let redirects = 0;
  const start = process.hrtime.bigint();
  for (const address of addresses) {
    if (decide({ address, at, table }).outcome === 'redirect') redirects++;
  }
  const taken = Number(process.hrtime.bigint() - start);
  if (redirects !== addresses.length)
    throw new Error(`${key}: ${redirects} of ${addresses.length} were let in`);
  return taken / addresses.length;
}
var all = readAsnRanges();
var cases = casesOf(all);
for (let round = 0; round < 5; round++) cases.forEach(timeOf);
var times = Object.fromEntries(cases.map(({ key }) => [key, []]));
for (let round = 0; round < rounds; round++) {
  for (const one of cases) times[one.key].push(timeOf(one));
}
console.log(JSON.stringify({ ranges: all.length, times }));

export { families, forms, sizes };
