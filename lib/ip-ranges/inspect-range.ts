// What can be said about a range while it is still being typed. Plain data: it travels to the browser.

import { type Locale, translator } from '../i18n';
import type { AddressRange } from '../routing/range';
import { formatRange, parseRange, rangeSize } from '../routing/range';
import type { MatchedRange, RuleTable } from '../routing/table';
import { type Group, neighboursOf } from './neighbours';
import { type RangeState, rangeState } from './range-state';

export type RangeInspection =
  | { readonly status: 'empty' }
  | {
      readonly status: 'problem';
      readonly message: string;
      /** What may be meant: to be taken with a click. */
      readonly suggestions: readonly string[];
    }
  | {
      readonly status: 'range';
      /** Canonical spelling. */
      readonly range: string;
      readonly size: SizeText;
      readonly equal: RangeBrief | null;
      readonly containing: BriefGroup;
      readonly contained: BriefGroup;
      readonly overlapping: BriefGroup;
    };

export type RangeBrief = {
  readonly id: number;
  readonly range: string;
  readonly label: string;
  readonly effect: 'allow' | 'deny';
  readonly state: RangeState;
  readonly owner: { readonly id: number; readonly name: string } | null;
};

export type BriefGroup = { readonly total: number; readonly first: readonly RangeBrief[] };

/** How many addresses, in digits with separators, and as the exponent of 2 where that says more. */
export type SizeText = { readonly exact: string; readonly exponent: number | null };

/** How many neighbours of each kind are named. */
const MOST = 10;

/**
 * What a text says as a range, and what lies around it in the table.
 *
 * @param except the id of the range being edited, which is no neighbour of its own
 */
export function inspectRange(
  table: RuleTable,
  text: string,
  { locale, at, except = null }: { locale: Locale; at: number; except?: number | null },
): RangeInspection {
  const given = text.trim();
  if (given === '') return { status: 'empty' };
  const parsed = parseRange(given);
  if (!parsed.ok) {
    const { code, text: wrong, suggestions } = parsed.problem;
    return {
      status: 'problem',
      message: translator(locale, 'address')(code, { text: wrong.slice(0, 80) }),
      suggestions,
    };
  }
  // One more than is shown: the range that is being edited may be among them.
  const neighbours = neighboursOf(table, parsed.range, MOST + 1);
  const group = ({ total, first }: Group): BriefGroup => {
    const others = first.filter(({ id }) => id !== except);
    return {
      total: total - (first.length - others.length),
      first: others.slice(0, MOST).map((match) => rangeBrief(table, match, at)),
    };
  };
  const { equal } = neighbours;
  return {
    status: 'range',
    range: formatRange(parsed.range),
    size: sizeText(parsed.range, locale),
    equal: equal && equal.id !== except ? rangeBrief(table, equal, at) : null,
    containing: group(neighbours.containing),
    contained: group(neighbours.contained),
    overlapping: group(neighbours.overlapping),
  };
}

export function rangeBrief(table: RuleTable, match: MatchedRange, at: number): RangeBrief {
  const { userId, effect } = table.grants.at(match.grant);
  const user = userId === null ? undefined : table.users.get(userId);
  return {
    id: match.id,
    range: formatRange(match.range),
    label: match.label,
    effect,
    state: rangeState(match, at),
    owner: user ? { id: user.id, name: user.name } : null,
  };
}

/** From here on, a power says more than its digits. */
const LONG = 1n << 32n;

export function sizeText(range: AddressRange, locale: Locale): SizeText {
  const size = rangeSize(range);
  const bits = size.toString(2).length - 1;
  return {
    exact: size.toLocaleString(locale),
    exponent: size > LONG && size === 1n << BigInt(bits) ? bits : null,
  };
}
