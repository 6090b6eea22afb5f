// The decision. Everything that lets a visitor in, refuses one or explains why asks this one function (DESIGN, «The
// decision»).

import { type Address, formatAddress, parseAddress } from './address';
import { maintenanceAt } from './maintenance';
import type { RuleApp, RuleUser } from './rules';
import type { MatchedRange, RuleTable } from './table';

export type Outcome = 'redirect' | 'choose' | 'deny' | 'unavailable';

/** Why; the words for people are in messages/, under `decision`. */
export type Reason =
  | 'FIRST_APP'
  | 'REQUESTED_APP'
  | 'CHOICE'
  | 'UNKNOWN_CLIENT'
  | 'NO_RANGE'
  | 'RANGE_DENIES'
  | 'USER_DISABLED'
  | 'NO_APP'
  | 'APP_NOT_GRANTED'
  | 'APP_DOWN'
  | 'APP_MAINTENANCE';

export type Decision = {
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** Canonical spelling; null when there was no plain address. */
  readonly address: string | null;
  /** The range that decided. */
  readonly range: MatchedRange | null;
  /** Its owner. */
  readonly user: RuleUser | null;
  /** What the address may use, in order; empty when it is denied before its apps are looked at. */
  readonly apps: readonly RuleApp[];
  /** The app it is sent to, or would be if that were up and in use. */
  readonly app: RuleApp | null;
};

export type Question = {
  /** As text, or parsed already; null or not plainly an address: denied. */
  readonly address: string | Address | null;
  /** The moment, in ms since 1970. */
  readonly at: number;
  readonly table: RuleTable;
  /** The slug of the app asked for by name. */
  readonly requested?: string | null;
  /** The ids of apps known to be down. */
  readonly down?: ReadonlySet<number>;
};

const NO_APPS: readonly RuleApp[] = [];

/**
 * What an address gets at a moment. Pure: no clock, no database; every input gets an answer and none throws.
 *
 * @example decide({ address: '10.1.2.7', at: Date.parse('2026-12-01T09:00:00+09:00'), table }).outcome // 'redirect'
 */
export function decide({ address, at, table, requested = null, down }: Question): Decision {
  const client = typeof address === 'string' ? parsedOrNull(address) : address;
  if (client === null) return decided('deny', 'UNKNOWN_CLIENT', null, null, null);
  const text = formatAddress(client);

  const range = table.find(client, at);
  if (range === null) return decided('deny', 'NO_RANGE', text, null, null);

  const { effect, user, apps, landing } = table.resolve(range);
  if (effect === 'deny') return decided('deny', 'RANGE_DENIES', text, range, user);
  if (user && !user.enabled) return decided('deny', 'USER_DISABLED', text, range, user);
  if (apps.length === 0) return decided('deny', 'NO_APP', text, range, user);

  const asked = requested === null ? apps[0] : apps.find(({ slug }) => slug === requested);
  if (!asked) return decided('deny', 'APP_NOT_GRANTED', text, range, user, apps);
  if (requested === null && landing === 'choose' && apps.length > 1) {
    return decided('choose', 'CHOICE', text, range, user, apps);
  }
  // Before its being down: under maintenance that is expected, and the message says more.
  if (maintenanceAt(asked, at)) {
    return decided('unavailable', 'APP_MAINTENANCE', text, range, user, apps, asked);
  }
  if (down?.has(asked.id)) return decided('unavailable', 'APP_DOWN', text, range, user, apps, asked);
  return decided(
    'redirect',
    requested === null ? 'FIRST_APP' : 'REQUESTED_APP',
    text,
    range,
    user,
    apps,
    asked,
  );
}

function parsedOrNull(text: string): Address | null {
  const result = parseAddress(text);
  return result.ok ? result.address : null;
}

function decided(
  outcome: Outcome,
  reason: Reason,
  address: string | null,
  range: MatchedRange | null,
  user: RuleUser | null,
  apps: readonly RuleApp[] = NO_APPS,
  app: RuleApp | null = null,
): Decision {
  return { outcome, reason, address, range, user, apps, app };
}
