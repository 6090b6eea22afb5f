// What a range is worth at a moment, in one word.

import { inactivity } from '../routing/explain';
import type { MatchedRange } from '../routing/table';

/** `expiring` ranges count, but not for long; the others that are not `active` do not count. */
export const rangeStates = ['active', 'expiring', 'notYet', 'expired', 'disabled'] as const;
export type RangeState = (typeof rangeStates)[number];

const DAY = 86_400_000;
/** How long before its end a range is said to expire soon, in ms. */
export const EXPIRES_SOON = 14 * DAY;

const stateOf = { disabled: 'disabled', 'not-yet-valid': 'notYet', expired: 'expired' } as const;

/**
 * The state of a range at a moment (ms since 1970).
 *
 * @example rangeState({ enabled: true, validFrom: null, validUntil: 5 }, 5) // 'expired'
 */
export function rangeState(
  range: Pick<MatchedRange, 'enabled' | 'validFrom' | 'validUntil'>,
  at: number,
): RangeState {
  const why = inactivity(range, at);
  if (why) return stateOf[why];
  return range.validUntil !== null && range.validUntil - at <= EXPIRES_SOON ? 'expiring' : 'active';
}
