// What is kept of a decision made for a visitor.

import { v7 as uuid } from 'uuid';
import { addressToKey, parseAddress } from '@/lib/routing/address';
import type { Decision, Outcome } from '@/lib/routing/decide';

/** What became of a visit, or of a live session at a guarded app. */
export type EventOutcome = Outcome | 'open' | 'close';

export type AccessEvent = {
  id: string;
  at: Date;
  address: string | null;
  /** The address in fixed width (see addressToKey). */
  addressKey: string | null;
  outcome: EventOutcome;
  reason: string;
  rangeId: number | null;
  rangeLabel: string | null;
  userId: number | null;
  userEmail: string | null;
  appId: number | null;
  appSlug: string | null;
  target: string | null;
  host: string | null;
  path: string;
  userAgent: string | null;
  requestId: string;
  /** The live session that an open or close belongs to. */
  sessionId?: string | null;
  /** Of a closed session: what the visitor sent and was sent, and for how long, in ms. */
  bytesIn?: number | null;
  bytesOut?: number | null;
  duration?: number | null;
};

export type Visit = {
  /** In ms since 1970. */
  at: number;
  host: string | null;
  /** Without the query, which may hold secrets. */
  path: string;
  userAgent: string | null;
  requestId: string;
};

/** Longest texts kept, in UTF-16 units. */
const LIMITS = { host: 255, path: 1024, userAgent: 512, requestId: 64 };

/** The row of a decision. Names are frozen: later changes of the rules do not change what the row says. */
export function accessEvent(decision: Decision, visit: Visit, target: string | null): AccessEvent {
  const { range, user, app } = decision;
  return accessEventOf(
    {
      id: uuid({ msecs: visit.at }),
      address: decision.address,
      outcome: decision.outcome,
      reason: decision.reason,
      rangeId: range?.id ?? null,
      rangeLabel: range?.label ?? null,
      userId: user?.id ?? null,
      userEmail: user?.email ?? null,
      appId: app?.id ?? null,
      appSlug: app?.slug ?? null,
      target,
    },
    visit,
  );
}

type Decided = Omit<
  AccessEvent,
  | 'at'
  | 'addressKey'
  | 'host'
  | 'path'
  | 'userAgent'
  | 'requestId'
  | 'sessionId'
  | 'bytesIn'
  | 'bytesOut'
  | 'duration'
>;

/** The row of what was decided, by whomever; the visitor's texts are made safe to keep. */
export function accessEventOf(decided: Decided, visit: Visit): AccessEvent {
  return {
    ...decided,
    at: new Date(visit.at),
    addressKey: addressKey(decided.address),
    host: bounded(visit.host, LIMITS.host),
    path: bounded(visit.path, LIMITS.path) ?? '',
    userAgent: bounded(visit.userAgent, LIMITS.userAgent),
    requestId: bounded(visit.requestId, LIMITS.requestId) ?? '',
    ...{ sessionId: null, bytesIn: null, bytesOut: null, duration: null },
  };
}

/** The fixed width of an address as a decision has it; null for none. */
export function addressKey(address: string | null): string | null {
  const result = address === null ? null : parseAddress(address);
  return result?.ok ? addressToKey(result.address) : null;
}

/**
 * A visitor's text made safe to keep and to show: control characters, bidirectional overrides and halves of surrogate pairs escaped as
 * `\u0000`, and cut to a length, with `…` where something was left off.
 */
export function bounded(text: string | null, length: number): string | null {
  if (text === null) return null;
  const escaped = text
    .slice(0, length)
    .replace(
      /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return text.length > length || escaped.length > length ? `${escaped.slice(0, length - 1)}…` : escaped;
}

/** The event of a JSON text that JSON.stringify made of one. Throws where it is none. */
export function eventFromJson(json: string): AccessEvent {
  const event = JSON.parse(json) as AccessEvent;
  // An event that an earlier release wrote has no key yet.
  return { ...event, at: new Date(event.at), addressKey: addressKey(event.address) };
}
