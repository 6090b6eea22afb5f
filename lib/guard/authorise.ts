// May this address have this app now? Pure; asked for every request, for every handshake, and again and again for every
// open session.

import type { Address } from '@/lib/routing/address';
import { type Decision, decide } from '@/lib/routing/decide';
import type { RuleApp } from '@/lib/routing/rules';
import type { RuleTable } from '@/lib/routing/table';

type Allowed = { allowed: true; decision: Decision & { address: string }; app: RuleApp };

export type Verdict =
  | Allowed
  /** `app`: the one asked for, where there is such an app. */
  | { allowed: false; reason: string; decision: Decision; app: RuleApp | null };

/** What Nginx says of a request for an app. */
export type Request = { address: Address | null; appId: number };

/**
 * The one decision, for one app. What it refuses stays refused whether the app is up or not; an app that is merely known to be
 * down is tried all the same, since that may be over.
 *
 * @example authorise({ address, appId: 1 }, table, Date.now()).allowed
 */
export function authorise({ address, appId }: Request, table: RuleTable, at: number): Verdict {
  const app = table.apps.get(appId) ?? null;
  // No app has the empty slug, so an app that is gone is one that nobody was granted.
  const decision = decide({ address, at, table, requested: app?.slug ?? '' });
  if (decision.outcome === 'redirect' && decision.app?.id === appId && decision.address !== null) {
    return { allowed: true, decision: { ...decision, address: decision.address }, app: decision.app };
  }
  return { allowed: false, reason: decision.reason, decision, app };
}

/**
 * What the verdict is for those who have the app open: under maintenance it takes nobody new, and goes on for whoever is in it.
 * Null: it has nothing for them either.
 */
export function verdictInside(verdict: Verdict): Allowed | null {
  if (verdict.allowed) return verdict;
  const { decision, app } = verdict;
  if (decision.reason !== 'APP_MAINTENANCE' || decision.address === null || !app) return null;
  return { allowed: true, decision: { ...decision, address: decision.address }, app };
}
