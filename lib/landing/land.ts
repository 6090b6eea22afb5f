// One landing: who is it, what do they get, is it recorded, and only then the answer.

import { accessEvent } from '@/lib/audit/access-event';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { portalMetrics } from '@/lib/metrics/portal-metrics';
import { portal } from '@/lib/portal';
import { type Decision, decide } from '@/lib/routing/decide';
import { maintenanceAt } from '@/lib/routing/maintenance';
import { formatRange } from '@/lib/routing/range';
import type { Maintenance } from '@/lib/routing/rules';
import { clientAddress } from './client-address';
import { allowedHost, hostOf } from './public-hosts';
import { localeOf } from './request';
import { targetOf } from './target';
import { isTlsOn } from './tls';
import type { LandingView, VisitorApp } from './view';

/** A request, as far as a landing looks at it. */
export type Arrival = { url: URL; headers: Headers; requestId: string };

/** What was asked for: where the visitor belongs, an app by name, or what the portal sees of them. */
export type Asked = { page: 'home' } | { page: 'app'; slug: string } | { page: 'whoami' };

export type Landing = { redirect: string } | { view: LandingView };

/** After how many seconds a page that says «not now» asks again. */
const RETRY_SECONDS = 5;
/** And one that says «under maintenance», unless that is over sooner. */
const MAINTENANCE_RETRY_SECONDS = 30;

export async function land(arrival: Arrival, asked: Asked): Promise<Landing> {
  const { headers, requestId, url } = arrival;
  const { proxySecret, publicHosts } = env();
  const { rules, recorder, health } = portal();
  const { pathname, search } = url;
  const visit = visitOf(arrival);
  const { at } = visit;

  const host = allowedHost(headers.get('host'), publicHosts);
  if (host === null)
    return { view: { ...visit, page: 'wrong-host', host: hostOf(headers.get('host')) ?? '' } };
  const table = rules.current()?.table;
  if (!table) return { view: { ...visit, page: 'starting', retrySeconds: RETRY_SECONDS } };

  const metrics = portalMetrics();
  const started = performance.now();
  const decision = decide({
    address: clientAddress(headers, proxySecret),
    at,
    table,
    requested: asked.page === 'app' ? asked.slug : null,
    down: health.downApps(),
  });
  const decided = performance.now();
  metrics.decide.observe((decided - started) / 1000);
  const redirects = decision.outcome === 'redirect' && asked.page !== 'whoami';
  const target =
    redirects && decision.app ? targetOf(decision.app, host, isTlsOn(headers, proxySecret)) : null;

  const event = { at, host, path: pathname, userAgent: headers.get('user-agent'), requestId };
  try {
    await recorder.record(accessEvent(decision, event, target));
    metrics.commit.observe((performance.now() - decided) / 1000);
    metrics.landings.add({ outcome: decision.outcome, reason: decision.reason });
  } catch (error) {
    metrics.unrecorded.add();
    log.error('access log', `the visit could not be recorded and was not answered: ${error}`, { requestId });
    return { view: { ...visit, address: decision.address, page: 'not-recorded' } };
  }
  if (target !== null) return { redirect: asked.page === 'app' ? target + search : target };
  const view = { ...visit, address: decision.address };
  return { view: pageOf(decision, asked, view, health.downApps()) };
}

/** The page for a path that leads nowhere. Nothing is decided, so nothing is recorded. */
export function notFound(arrival: Arrival): LandingView {
  return { ...visitOf(arrival), page: 'not-found' };
}

type Visit = Omit<Extract<LandingView, { page: 'not-found' }>, 'page'>;

function visitOf({ url: { pathname, search }, headers, requestId }: Arrival): Visit {
  const { supportContact: contact } = env();
  return {
    locale: localeOf(headers),
    path: pathname + search,
    requestId,
    at: Date.now(),
    address: null,
    contact,
  };
}

/** In how many seconds it is worth looking whether maintenance is over. */
function untilOver({ until }: Maintenance, at: number): number {
  return until === null
    ? MAINTENANCE_RETRY_SECONDS
    : Math.min(MAINTENANCE_RETRY_SECONDS, (until - at) / 1000);
}

/** The page that tells the visitor what was decided. */
function pageOf(decision: Decision, asked: Asked, visit: Visit, down: ReadonlySet<number>): LandingView {
  const { outcome, reason, range, user, app } = decision;
  const apps = decision.apps.map(
    (each): VisitorApp => ({
      ...{ slug: each.slug, name: each.name, description: each.description },
      down: down.has(each.id),
      maintenance: maintenanceAt(each, visit.at) !== null,
    }),
  );
  const userName = user?.name ?? null;
  if (asked.page === 'whoami') {
    const rangeText = range ? formatRange(range.range) : null;
    return { ...visit, page: 'whoami', reason, rangeLabel: range?.label ?? null, rangeText, userName, apps };
  }
  if (outcome === 'choose') return { ...visit, page: 'choose', userName, apps };
  if (outcome === 'unavailable' && app) {
    const others = apps.filter(({ slug }) => slug !== app.slug);
    const maintenance = maintenanceAt(app, visit.at);
    return {
      ...visit,
      page: 'unavailable',
      app: { name: app.name },
      apps: others,
      retrySeconds: maintenance ? untilOver(maintenance, visit.at) : RETRY_SECONDS,
      maintenance,
    };
  }
  return { ...visit, page: 'denied', reason };
}
