// Why an address gets what it gets: every range that contains it, in order, and what became of each.

import type { Address } from './address';
import type { MatchedRange, RuleTable } from './table';

/** What became of a range that contains the address. */
export type RangeVerdict = 'decides' | 'overridden' | 'disabled' | 'not-yet-valid' | 'expired';

export type ExplainedRange = { readonly range: MatchedRange; readonly verdict: RangeVerdict };

/**
 * The ranges that contain the address, the most specific first: those left out as inactive with the reason, the one that decides,
 * and the wider ones that it overrides.
 */
export function explain(table: RuleTable, address: Address, at: number): ExplainedRange[] {
  let decided = false;
  return table.containing(address).map((range) => {
    const inactive = inactivity(range, at);
    if (inactive) return { range, verdict: inactive };
    const verdict = decided ? 'overridden' : 'decides';
    decided = true;
    return { range, verdict };
  });
}

/** Why a range does not count at the moment (ms since 1970); null: it counts. */
export function inactivity(
  range: Pick<MatchedRange, 'enabled' | 'validFrom' | 'validUntil'>,
  at: number,
): Exclude<RangeVerdict, 'decides' | 'overridden'> | null {
  if (!range.enabled) return 'disabled';
  if (range.validFrom !== null && at < range.validFrom) return 'not-yet-valid';
  if (range.validUntil !== null && at >= range.validUntil) return 'expired';
  return null;
}
