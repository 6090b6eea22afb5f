// The rule table: the rules in the form that decides fast. Immutable; a change makes a new table, in slices that let other
// work in between.

import { type Address, compareAddresses } from './address';
import { type AddressRange, compareSpecificity } from './range';
import { compareWords, Grants, RangeColumns } from './range-columns';
import type { Grant, Landing, RuleApp, RuleRange, Rules, RuleUser } from './rules';
import { Segments } from './segments';
import { TimedRanges } from './timed-ranges';

/** The ranges of one family, ready to be asked. */
type FamilyIndex = { columns: RangeColumns; permanent: Segments; timed: TimedRanges };

/** A range of the table. */
export class MatchedRange {
  constructor(
    private readonly columns: RangeColumns,
    private readonly row: number,
    /** The number of its grant; see `RuleTable.resolve`. */
    readonly grant: number,
  ) {}

  get id(): number {
    return this.columns.ids[this.row]!;
  }
  get label(): string {
    return this.columns.labelAt(this.row);
  }
  get enabled(): boolean {
    return this.columns.enabled[this.row] === 1;
  }
  get validFrom(): number | null {
    return finiteOrNull(this.columns.validFrom[this.row]!);
  }
  get validUntil(): number | null {
    return finiteOrNull(this.columns.validUntil[this.row]!);
  }
  get range(): AddressRange {
    return this.columns.rangeAt(this.row);
  }
  isActive(at: number): boolean {
    return this.columns.isActive(this.row, at);
  }
}

const finiteOrNull = (time: number) => (Number.isFinite(time) ? time : null);

export class RuleTable {
  /** A grant's apps and owner, worked out at the first visitor who needs them. */
  private readonly resolved: (ResolvedGrant | undefined)[] = [];

  constructor(
    readonly apps: ReadonlyMap<number, RuleApp>,
    readonly users: ReadonlyMap<number, RuleUser>,
    readonly defaultLanding: Landing,
    readonly grants: Grants,
    readonly families: { readonly 4: FamilyIndex; readonly 6: FamilyIndex },
  ) {}

  get size(): number {
    return this.families[4].columns.length + this.families[6].columns.length;
  }

  /** The range that decides for the address at the moment (ms since 1970), or null. */
  find(address: Address, at: number): MatchedRange | null {
    const { columns, permanent, timed } = this.families[address.family];
    const found = permanent.find(address.words);
    const row = found < 0 ? -1 : permanent.rowOf(found);
    const timedRow = timed.find(address.words, at);
    if (timedRow >= 0 && (row < 0 || columns.compareSpecificity(timedRow, row) < 0)) {
      return new MatchedRange(columns, timedRow, columns.grants[timedRow]!);
    }
    return row < 0 ? null : new MatchedRange(columns, row, permanent.grantOf(found));
  }

  /** Every range that contains the address, active or not, the most specific first. Reads the whole table. */
  containing(address: Address): MatchedRange[] {
    const { columns } = this.families[address.family];
    const matches: MatchedRange[] = [];
    for (let row = 0; row < columns.length; row++) {
      if (columns.contains(row, address.words)) {
        matches.push(new MatchedRange(columns, row, columns.grants[row]!));
      }
    }
    return matches.sort((a, b) => compareSpecificity(a.range, b.range));
  }

  /** What a grant gives: its enabled apps in order, then its owner's in order, each once. */
  resolve({ grant: number }: MatchedRange): ResolvedGrant {
    let resolved = this.resolved[number];
    if (!resolved) {
      const grant = this.grants.at(number);
      const user = grant.userId === null ? null : (this.users.get(grant.userId) ?? null);
      const ids = new Set([...grant.appIds, ...(user?.appIds ?? [])]);
      const apps = [...ids].flatMap((id) => this.apps.get(id) ?? []).filter((app) => app.enabled);
      resolved = {
        effect: grant.effect,
        user,
        apps,
        landing: grant.landing ?? user?.landing ?? this.defaultLanding,
      };
      this.resolved[number] = resolved;
    }
    return resolved;
  }
}

export type ResolvedGrant = {
  readonly effect: Grant['effect'];
  readonly user: RuleUser | null;
  readonly apps: readonly RuleApp[];
  readonly landing: Landing;
};

/** Ranges on their way into a table, in the compact form. */
export class RangeBatch {
  readonly grants: Grants;
  readonly families: { readonly 4: RangeColumns; readonly 6: RangeColumns };

  /**
   * For a table that grows out of `earlier`, or (null) for one from nothing. `expected`: how many ranges of each family
   * will come, so that no time goes into making room.
   */
  constructor(earlier: RuleTable | null, expected: { 4: number; 6: number } = { 4: 0, 6: 0 }) {
    this.grants = earlier?.grants ?? new Grants();
    this.families = { 4: new RangeColumns(4, expected[4]), 6: new RangeColumns(6, expected[6]) };
  }

  /** Adds a range; within a family, first addresses have to ascend. */
  add(range: RuleRange): void {
    this.families[range.first.family].append(range, this.grants.numberOf(range));
  }
}

/** What makes the next table out of another. Apps and users come whole, ranges as differences. */
export type TableChange = {
  readonly apps: ReadonlyMap<number, RuleApp>;
  readonly users: ReadonlyMap<number, RuleUser>;
  readonly defaultLanding: Landing;
  /** Ids of the earlier table's ranges that are gone or come anew in `added`. */
  readonly removed: ReadonlySet<number>;
  readonly added: RangeBatch;
};

/**
 * Makes a table out of an earlier one (null: an empty one) and a change, in slices: the generator yields every few
 * hundred steps, and whoever drives it lets other work in between.
 */
export function* ruleTableSlices(earlier: RuleTable | null, change: TableChange): Generator<void, RuleTable> {
  const families = {
    4: yield* familySlices(4, earlier, change),
    6: yield* familySlices(6, earlier, change),
  };
  return new RuleTable(change.apps, change.users, change.defaultLanding, change.added.grants, families);
}

function* familySlices(
  family: 4 | 6,
  earlier: RuleTable | null,
  { added, removed }: TableChange,
): Generator<void, FamilyIndex> {
  const incoming = added.families[family];
  const columns = earlier
    ? yield* mergedColumns(earlier.families[family].columns, removed, incoming)
    : incoming;
  yield;
  return { columns, permanent: yield* Segments.build(columns), timed: yield* TimedRanges.build(columns) };
}

/** A merge of two ascending sequences, in stretches of rows that stay together. */
function* mergedColumns(
  old: RangeColumns,
  removed: ReadonlySet<number>,
  incoming: RangeColumns,
): Generator<void, RangeColumns> {
  const { stride } = old;
  const columns = new RangeColumns(old.family, old.length + incoming.length);
  let next = 0;
  for (let start = 0, row = 0; row <= old.length; row++) {
    const isRemoved = row < old.length && removed.has(old.ids[row]!);
    const isBefore = (other: number) =>
      row === old.length || compareWords(incoming.first, other * stride, old.first, row * stride, stride) < 0;
    const comes = next < incoming.length && isBefore(next);
    if (!isRemoved && !comes && row < old.length && row - start < 1024) continue;
    columns.appendRows(old, start, row);
    for (start = row; next < incoming.length && isBefore(next); next++)
      columns.appendRows(incoming, next, next + 1);
    if (isRemoved) start = row + 1;
    yield;
  }
  return columns;
}

const byId = <Row extends { id: number }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));

/**
 * Builds a table from rules in any order, in one go.
 *
 * @example decide({ address: '10.1.2.7', at: Date.now(), table: buildRuleTable({ apps, users, ranges }) })
 */
export function buildRuleTable({ apps, users, ranges, defaultLanding = 'first' }: Rules): RuleTable {
  const added = new RangeBatch(null);
  for (const range of [...ranges].sort((a, b) => compareAddresses(a.first, b.first))) added.add(range);
  const slices = ruleTableSlices(null, {
    ...{ apps: byId(apps), users: byId(users), defaultLanding },
    ...{ removed: new Set<number>(), added },
  });
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}
