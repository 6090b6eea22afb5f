// What the list of visits is asked for, as its URL says it: shareable, and never an error. Pure.

import { addressToKey } from '@/lib/routing/address';
import type { Reason } from '@/lib/routing/decide';
import { parseRange, type RangeProblem } from '@/lib/routing/range';
import type { EventOutcome } from './access-event';

/** Why Nginx refused a request itself. */
export type RefusalReason = 'UNKNOWN_HOST' | 'BAD_REQUEST' | 'METHOD_REFUSED' | 'TOO_LARGE';
/** What happened to a live session. */
export type SessionReason =
  | 'SESSION_OPENED'
  | 'VISITOR_LEFT'
  | 'APP_ENDED'
  | 'ACCESS_ENDED'
  | 'DISCONNECTED'
  | 'GUARD_STOPPED'
  | 'GUARD_KILLED';
export type EventReason = Reason | RefusalReason | SessionReason;

export const outcomeReasons = {
  redirect: ['FIRST_APP', 'REQUESTED_APP'],
  choose: ['CHOICE'],
  deny: [
    ...([
      'NO_RANGE',
      'RANGE_DENIES',
      'USER_DISABLED',
      'NO_APP',
      'APP_NOT_GRANTED',
      'UNKNOWN_CLIENT',
    ] as const),
    ...(['UNKNOWN_HOST', 'BAD_REQUEST', 'METHOD_REFUSED', 'TOO_LARGE'] as const),
  ],
  unavailable: ['APP_DOWN', 'APP_MAINTENANCE'],
  open: ['SESSION_OPENED'],
  close: ['VISITOR_LEFT', 'APP_ENDED', 'ACCESS_ENDED', 'DISCONNECTED', 'GUARD_STOPPED', 'GUARD_KILLED'],
} as const satisfies Record<EventOutcome, readonly EventReason[]>;

export const outcomes = Object.keys(outcomeReasons) as EventOutcome[];
export const reasons: readonly EventReason[] = Object.values(outcomeReasons).flat();

export const periods = ['hour', 'today', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

/** As texts of the URL; what is not set is left out. */
export type VisitParams = {
  /** Up to now; wins over `from` and `until`. */
  readonly last?: Period;
  /** ISO 8601, in UTC. */
  readonly from?: string;
  readonly until?: string;
  /** An address, a block or first-last; may be wrong, which is told beside its field. */
  readonly address?: string;
  /** An email. */
  readonly user?: string;
  /** A slug. */
  readonly app?: string;
  readonly outcome?: EventOutcome;
  readonly reason?: EventReason;
  /** The id of an IpRange. */
  readonly range?: string;
  readonly request?: string;
  /** The id of a live session. */
  readonly session?: string;
};

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** Reads the URL's parameters. Whatever is unknown, twice there or wrong counts as not set. */
export function parseVisitParams(given: Given): VisitParams {
  const text = (name: string) => textOf(given[name]);
  const oneOf = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === text(name));
  const range = text('range');
  return withoutEmpty({
    last: oneOf('last', periods),
    from: momentOf(text('from')),
    until: momentOf(text('until')),
    address: text('address'),
    user: text('user')?.toLowerCase(),
    app: text('app'),
    outcome: oneOf('outcome', outcomes),
    reason: oneOf('reason', reasons),
    range: range && /^[1-9]\d{0,8}$/.test(range) ? range : undefined,
    request: text('request'),
    session: text('session'),
  });
}

/** A text of the URL on one line, trimmed; undefined where there is none. */
export function textOf(value: string | string[] | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  return (
    value
      .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
      .trim()
      .slice(0, 200) || undefined
  );
}

/** A moment with its offset, as UTC; undefined where it is none that both databases can hold. */
export function momentOf(text: string | undefined): string | undefined {
  if (!text || !/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at = Date.parse(text);
  return at >= 0 ? new Date(at).toISOString() : undefined;
}

export function withoutEmpty<Params extends object>(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as Params;
}

/** What a visit has to be, all of it; null: no matter. */
export type VisitFilter = {
  /** In ms since 1970: at this moment or later, and before that one. */
  readonly from: number | null;
  readonly until: number | null;
  /** Address keys, both included. */
  readonly block: { readonly first: string; readonly last: string } | null;
  readonly userId: number | null;
  readonly appId: number | null;
  readonly rangeId: number | null;
  readonly outcome: EventOutcome | null;
  readonly reason: EventReason | null;
  readonly requestId: string | null;
  readonly sessionId: string | null;
};

export type AddressFilter =
  | { readonly ok: true; readonly block: VisitFilter['block'] }
  | { readonly ok: false; readonly problem: RangeProblem };

/** The addresses that a text means. */
export function addressFilter(text: string | undefined): AddressFilter {
  if (!text) return { ok: true, block: null };
  const result = parseRange(text);
  if (!result.ok) return result;
  const { first, last } = result.range;
  return { ok: true, block: { first: addressToKey(first), last: addressToKey(last) } };
}

const HOUR = 3_600_000;
const lengths = { hour: HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR };

/** The time that the parameters mean; `startOfToday` is that of the administrator's day. All in ms since 1970. */
export function timeOf(
  { last, from, until }: Pick<VisitParams, 'last' | 'from' | 'until'>,
  now: number,
  startOfToday: number,
): Pick<VisitFilter, 'from' | 'until'> {
  if (last) return { from: last === 'today' ? startOfToday : now - lengths[last], until: null };
  return { from: from ? Date.parse(from) : null, until: until ? Date.parse(until) : null };
}

/** The reasons that a filter lets through; null: all, those of other releases included. */
export function reasonsOf({
  outcome,
  reason,
}: Pick<VisitFilter, 'outcome' | 'reason'>): EventReason[] | null {
  if (outcome === null && reason === null) return null;
  const possible: readonly EventReason[] = outcome === null ? reasons : outcomeReasons[outcome];
  return reason === null ? [...possible] : possible.filter((each) => each === reason);
}

/**
 * The lowest UUIDv7 of a moment: ids of that moment or later are not below it.
 *
 * @param at ms since 1970
 * @example idAt(0) // '00000000-0000-0000-0000-000000000000'
 */
export function idAt(at: number): string {
  const digits = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

export type FilteredVisit = {
  readonly id: string;
  readonly addressKey: string | null;
  readonly userId: number | null;
  readonly appId: number | null;
  readonly rangeId: number | null;
  readonly reason: string;
  readonly requestId: string;
  readonly sessionId?: string | null;
};

/** Whether a visit is one of those asked for. The database's search finds the same ones. */
export function matchesVisit(filter: VisitFilter, visit: FilteredVisit): boolean {
  const { from, until, block, userId, appId, rangeId, requestId, sessionId } = filter;
  const allowed = reasonsOf(filter) as readonly string[] | null;
  return (
    (from === null || visit.id >= idAt(from)) &&
    (until === null || visit.id < idAt(until)) &&
    (block === null ||
      (visit.addressKey !== null && visit.addressKey >= block.first && visit.addressKey <= block.last)) &&
    (userId === null || visit.userId === userId) &&
    (appId === null || visit.appId === appId) &&
    (rangeId === null || visit.rangeId === rangeId) &&
    (allowed === null || allowed.includes(visit.reason)) &&
    (requestId === null || visit.requestId === requestId) &&
    (sessionId === null || visit.sessionId === sessionId)
  );
}
