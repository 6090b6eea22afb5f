import type { Locale } from '@/lib/i18n';
import { type SizeText, sizeText } from '@/lib/ip-ranges/inspect-range';
import type { RangeListParams } from '@/lib/ip-ranges/range-list';
import type { RangeRow } from '@/lib/ip-ranges/range-row';
import type { RangeState } from '@/lib/ip-ranges/range-state';
import type { RangeRule } from '@/lib/ip-ranges/schema';
import type { ShownApp } from './range-cells';

/** What travels to the browser of a range in the list. */
export type ShownRange = {
  readonly id: number;
  readonly rule: RangeRule;
  readonly state: RangeState;
  readonly owner: {
    readonly id: number;
    readonly email: string;
    readonly name: string;
    readonly enabled: boolean;
  } | null;
  readonly ownApps: readonly ShownApp[];
  readonly ownerApps: readonly ShownApp[];
  /** Only where its column is shown. */
  readonly size: SizeText | null;
  readonly updatedAt: number;
};

export function shownRange(
  { id, rule, state, owner, ownApps, ownerApps, addresses, updatedAt }: RangeRow,
  { columns }: Pick<RangeListParams, 'columns'>,
  locale: Locale,
): ShownRange {
  const size = columns.includes('addresses') ? sizeText(addresses, locale) : null;
  const person = owner && { id: owner.id, email: owner.email, name: owner.name, enabled: owner.enabled };
  const apps = { ownApps: ownApps.map(shownApp), ownerApps: ownerApps.map(shownApp) };
  return { id, rule, state, owner: person, ...apps, size, updatedAt };
}

const shownApp = ({ id, slug, name, enabled }: ShownApp): ShownApp => ({ id, slug, name, enabled });
