// Runs in a process of its own with --expose-gc: builds the table of all ranges. Prints TableBuild as JSON.

import type { RuleRange } from '@/lib/routing/rules';
import { RangeBatch, type RuleTable, ruleTableSlices } from '@/lib/routing/table';
import { type AsnRange, asnRanges } from './asn-ranges';
import { median } from './figures';
import { plainRules, rangeForTable, rulesForTable } from './rules';

export type TableBuild = {
  ranges: number;
  seconds: number;
  /** Milliseconds without letting other work in. */
  longestSlice: number;
  /** What the table keeps in memory, heap and buffers. */
  megabytes: number;
  /** The same for the next table, after a change of one range. */
  rebuildSeconds: number;
  longestRebuildSlice: number;
};

/** As many as the loader reads at once. */
const RANGES_A_PAGE = 500;

function memory(): number {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

class Stopwatch {
  seconds = 0;
  longestSlice = 0;

  time<Result>(slice: () => Result): Result {
    const start = performance.now();
    const result = slice();
    const taken = performance.now() - start;
    this.seconds += taken / 1000;
    this.longestSlice = Math.max(this.longestSlice, taken);
    return result;
  }

  /** Drives the slices to their end. */
  drive(slices: Generator<void, RuleTable>): RuleTable {
    for (;;) {
      const { done, value } = this.time(() => slices.next());
      if (done) return value;
    }
  }
}

const apps = new Map(rulesForTable(plainRules([])).apps.map((app) => [app.id, app]));

/** The loader counts the rows first. */
const expected = { 4: 0, 6: 0 };
for (const { first } of asnRanges()) expected[first.family]++;

/** As the loader does it: page by page, and never all rows in memory at once. Reading a page is not timed. */
function build(watch: Stopwatch): RuleTable {
  const added = new RangeBatch(null, expected);
  let page: RuleRange[] = [];
  const addPage = () => {
    for (const range of page) added.add(range);
    page = [];
  };
  let id = 0;
  for (const range of asnRanges()) {
    id++;
    page.push(rangeForTable(range, id, (id % apps.size) + 1));
    if (page.length === RANGES_A_PAGE) watch.time(addPage);
  }
  watch.time(addPage);
  const change = {
    apps,
    users: new Map(),
    defaultLanding: 'first' as const,
    removed: new Set<number>(),
    added,
  };
  return watch.drive(ruleTableSlices(null, change));
}

/** The next table, in which one range has another app. */
function rebuild(watch: Stopwatch, earlier: RuleTable, appId: number): RuleTable {
  const first = asnRanges().next().value as AsnRange;
  const added = watch.time(() => {
    const batch = new RangeBatch(earlier);
    batch.add(rangeForTable(first, 1, appId));
    return batch;
  });
  const { users, defaultLanding } = earlier;
  return watch.drive(ruleTableSlices(earlier, { apps, users, defaultLanding, removed: new Set([1]), added }));
}

const before = memory();
const watch = new Stopwatch();
let table = build(watch);
const ranges = table.size;
const megabytes = (memory() - before) / 1e6;
const rewatches = [1, 2, 3].map((appId) => {
  const rewatch = new Stopwatch();
  table = rebuild(rewatch, table, appId);
  if (table.size !== ranges) throw new Error('the table has lost ranges');
  return rewatch;
});
const figures: TableBuild = {
  ...{ ranges, megabytes, seconds: watch.seconds, longestSlice: watch.longestSlice },
  rebuildSeconds: median(rewatches.map(({ seconds }) => seconds)),
  longestRebuildSlice: Math.max(...rewatches.map(({ longestSlice }) => longestSlice)),
};
console.log(JSON.stringify(figures));
