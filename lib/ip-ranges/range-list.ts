// The list of ranges. The rule table says which ranges and in what order, the database what they say.

import type { Database } from '../db';
import type { ListDefinition, ListParams, Page } from '../list-params';
import { portal } from '../portal';
import { parseAddress } from '../routing/address';
import { parseRange } from '../routing/range';
import type { RuleTable } from '../routing/table';
import { listVersionedRanges } from './queries';
import { filterRanges } from './range-filter';
import { atPlace, type RangeSort, rangeOrder } from './range-order';
import { type RangeRow, rangeRow } from './range-row';
import { rangeStates } from './range-state';

export type RangeColumn =
  | ('range' | 'label' | 'effect' | 'owner' | 'apps' | 'landing')
  | ('validity' | 'state' | 'addresses' | 'note' | 'updated');
export type RangeFilter = 'state' | 'effect' | 'family' | 'owner' | 'app' | 'contains' | 'within';

export const rangeList: ListDefinition<RangeColumn, RangeFilter> = {
  columns: [
    ...(['range', 'label', 'effect', 'owner', 'apps', 'state'] as const),
    ...(['validity', 'landing', 'addresses', 'note', 'updated'] as const),
  ],
  hidden: ['landing', 'addresses', 'note', 'updated'],
  sorts: ['range', 'label', 'validity', 'updated'],
  filters: {
    state: rangeStates,
    effect: ['allow', 'deny'],
    family: ['4', '6'],
    owner: (value) => value.length <= 254,
    app: (value) => /^[a-z0-9-]{1,63}$/.test(value),
    contains: (value) => parseAddress(value).ok,
    within: (value) => parseRange(value).ok,
  },
};

export type RangeListParams = ListParams<RangeColumn, RangeFilter>;

/** What a list is made from; left out: this process's rules as they are now. */
export type RangeListSource = { table: RuleTable; at: number };

export async function currentRules(): Promise<RangeListSource> {
  const { table } = await portal().rules.refresh();
  return { table, at: Date.now() };
}

/** The places (see range-order.ts) of all that a list shows, on every page, in its order. */
export async function matchingPlaces(
  db: Database,
  { search, filters, sort, descending }: Pick<RangeListParams, 'search' | 'filters' | 'sort' | 'descending'>,
  { table, at }: RangeListSource,
): Promise<Int32Array> {
  const order = await rangeOrder(db, table, sort as RangeSort);
  const filtered = await filterRanges(table, search, filters, at);
  if (!filtered && !descending) return order;
  const places = new Int32Array(filtered ? filtered.total : order.length);
  let length = 0;
  for (let i = 0; i < order.length; i++) {
    const place = order[descending ? order.length - 1 - i : i]!;
    if (!filtered || filtered.marks[place] === 1) places[length++] = place;
  }
  return places.subarray(0, length);
}

/** One page of the list. */
export async function listRanges(
  db: Database,
  params: RangeListParams,
  source?: RangeListSource,
): Promise<Page<RangeRow>> {
  const { table, at } = source ?? (await currentRules());
  const places = await matchingPlaces(db, params, { table, at });
  const page = Math.min(params.page, Math.max(1, Math.ceil(places.length / params.size)));
  const shown = places.subarray((page - 1) * params.size, page * params.size);
  return { rows: await rangeRowsAt(db, table, shown, at), total: places.length, page };
}

/** The rows at these places, in their order; those that have gone meanwhile are left out. */
export async function rangeRowsAt(
  db: Database,
  table: RuleTable,
  places: ArrayLike<number>,
  at: number,
): Promise<RangeRow[]> {
  const ids = Array.from(places, (place) => idAtPlace(table, place));
  const stored = new Map((await listVersionedRanges(db, ids)).map((range) => [range.id, range]));
  return ids.flatMap((id, i) => {
    const range = stored.get(id);
    return range ? [rangeRow(table, places[i]!, range, at)] : [];
  });
}

function idAtPlace(table: RuleTable, place: number): number {
  const { columns, row } = atPlace(table, place);
  return columns.ids[row]!;
}
