// A range as the dashboard shows it: what the database says, with the owner and apps that it stands for.

import { addressFromKey } from '../routing/address';
import { type AddressRange, rangeSize } from '../routing/range';
import type { RuleApp, RuleUser } from '../routing/rules';
import type { RuleTable } from '../routing/table';
import type { VersionedRange } from './queries';
import { atPlace } from './range-order';
import { type RangeState, rangeState } from './range-state';

export type RangeRow = VersionedRange & {
  readonly addresses: AddressRange;
  /** How many addresses it holds. */
  readonly size: bigint;
  readonly state: RangeState;
  readonly owner: RuleUser | null;
  /** Its own apps, in order, disabled ones included. */
  readonly ownApps: readonly RuleApp[];
  /** Those that only its owner brings, in order. */
  readonly ownerApps: readonly RuleApp[];
};

/** The range with the objects of the table that it names; those that the table does not have yet are left out. */
export function rangeRow(table: RuleTable, place: number, range: VersionedRange, at: number): RangeRow {
  const { columns, row } = atPlace(table, place);
  const { userId } = table.grants.at(columns.grants[row]!);
  const user = userId === null ? null : (table.users.get(userId) ?? null);
  const owner = user?.email === range.rule.user ? user : null;
  const ownApps = appsBySlug(table, range.rule.apps);
  const ownerApps = (owner?.appIds ?? []).flatMap((id) => table.apps.get(id) ?? []);
  const addresses = { first: addressFromKey(range.first), last: addressFromKey(range.last) };
  const moment = (text: string | null) => (text === null ? null : Date.parse(text));
  const { enabled, validFrom, validUntil, effect } = range.rule;
  return {
    ...range,
    addresses,
    size: rangeSize(addresses),
    state: rangeState({ enabled, validFrom: moment(validFrom), validUntil: moment(validUntil) }, at),
    owner,
    ownApps,
    ownerApps: effect === 'deny' ? [] : ownerApps.filter((app) => !ownApps.includes(app)),
  };
}

function appsBySlug(table: RuleTable, slugs: readonly string[]): RuleApp[] {
  const bySlug = new Map([...table.apps.values()].map((app) => [app.slug, app]));
  return slugs.flatMap((slug) => bySlug.get(slug) ?? []);
}

/** The place of the range with this id (see range-order.ts); -1 where the table does not have it. */
export function placeOfRange(table: RuleTable, id: number): number {
  const four = table.families[4].columns;
  const row = four.ids.subarray(0, four.length).indexOf(id);
  if (row >= 0) return row;
  const six = table.families[6].columns;
  const other = six.ids.subarray(0, six.length).indexOf(id);
  return other < 0 ? -1 : four.length + other;
}
