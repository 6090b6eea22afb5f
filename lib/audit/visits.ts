// Reads the log of visits.

import type { Database, Transaction } from '@/lib/db';
import { Prisma } from '@/lib/generated/sqlite/client';
import { milliseconds, selectRows } from '@/lib/select-rows';
import type { EventOutcome } from './access-event';
import type { Clock } from './clock';
import {
  idIn,
  type LogPage,
  type LogQuery,
  readLogPage,
  type SearchLimits,
  type Stream,
  searchLog,
} from './log-search';
import { addressFilter, idAt, reasonsOf, timeOf, type VisitFilter, type VisitParams } from './visit-filter';

export type Visit = {
  readonly id: string;
  /** In ms since 1970. */
  readonly at: number;
  readonly address: string | null;
  readonly addressKey: string | null;
  readonly outcome: EventOutcome;
  readonly reason: string;
  readonly rangeId: number | null;
  readonly rangeLabel: string | null;
  readonly userId: number | null;
  readonly userEmail: string | null;
  readonly appId: number | null;
  readonly appSlug: string | null;
  readonly target: string | null;
  readonly host: string | null;
  readonly path: string;
  readonly userAgent: string | null;
  readonly requestId: string;
  /** The live session that an open or close belongs to. */
  readonly sessionId: string | null;
  /** Of a closed session: what the visitor sent and was sent, and for how long, in ms. */
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly duration: number | null;
};

export const visitColumns = [
  ...(['id', 'at', 'address', 'addressKey', 'outcome', 'reason', 'rangeId', 'rangeLabel', 'userId'] as const),
  ...(['userEmail', 'appId', 'appSlug', 'target', 'host', 'path', 'userAgent', 'requestId'] as const),
  ...(['sessionId', 'bytesIn', 'bytesOut', 'duration'] as const),
] satisfies (keyof Visit)[];

/** The visits with these ids, newest first; those that are not there are left out. */
export async function readVisits(db: Database | Transaction, ids: readonly string[]): Promise<Visit[]> {
  if (ids.length === 0) return [];
  const columns = visitColumns.map((column) => (column === 'at' ? milliseconds(db, '"at"') : `"${column}"`));
  const source = Prisma.sql`SELECT * FROM "AccessEvent" WHERE ${idIn(db, ids)} ORDER BY "id" DESC`;
  const rows = await selectRows<unknown[]>(db, columns, source);
  return rows.map((row) => {
    const visit = Object.fromEntries(visitColumns.map((column, i) => [column, row[i]]));
    return { ...visit, at: Number(visit.at) } as Visit;
  });
}

/** The search of the log that a filter stands for. */
export function visitQuery(filter: VisitFilter): LogQuery<string> {
  const { from, until, block, userId, appId, rangeId, requestId, sessionId } = filter;
  const reasons = reasonsOf(filter);
  const streams: Stream[] = [];
  if (userId !== null) streams.push({ column: 'userId', values: [userId] });
  if (rangeId !== null) streams.push({ column: 'rangeId', values: [rangeId] });
  if (appId !== null) streams.push({ column: 'appId', values: [appId] });
  if (reasons !== null) streams.push({ column: 'reason', values: reasons });
  return {
    table: 'AccessEvent',
    streams,
    block,
    conditions: [
      ...(requestId === null ? [] : [Prisma.sql`"requestId" = ${requestId}`]),
      ...(sessionId === null ? [] : [Prisma.sql`"sessionId" = ${sessionId}`]),
    ],
    from: from === null ? null : idAt(from),
    until: until === null ? null : idAt(until),
  };
}

export type VisitPage = Omit<LogPage<string>, 'ids'> & { readonly visits: readonly Visit[] };

/** A page of visits, newest first; see readLogPage. */
export async function listVisits(
  db: Database | Transaction,
  filter: VisitFilter,
  at: { before: string | null; after: string | null },
  limits: SearchLimits,
): Promise<VisitPage> {
  const { ids, ...page } = await readLogPage(db, visitQuery(filter), at, limits);
  return { visits: await readVisits(db, ids), ...page };
}

const EXPORT_PAGE = 500;

/** All visits that match, newest first, a page at a time; others have the thread in between. */
export async function* visitPages(db: Database, filter: VisitFilter): AsyncGenerator<Visit[]> {
  const query = visitQuery(filter);
  const limits = { limit: EXPORT_PAGE, patience: 20 };
  for (let id: string | null = null; ; ) {
    const found: Awaited<ReturnType<typeof searchLog<string>>> = await searchLog(
      db,
      query,
      { towards: 'older', id },
      limits,
    );
    if (found.ids.length > 0) yield await readVisits(db, found.ids);
    if (!found.more) return;
    id = found.searchedTo ?? found.ids.at(-1)!;
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A visit's id as it may stand in a URL; null where it is none. */
export const visitId = (text: unknown) => (typeof text === 'string' && uuid.test(text) ? text : null);

/** Where a page of the list begins, as its URL says it. */
export const visitCursor = ({ before, after }: Readonly<Record<string, unknown>>) => ({
  before: visitId(before),
  after: visitId(after),
});

/** The moment in a UUIDv7, in ms since 1970. */
export const timeOfId = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

export type ResolvedFilter =
  | { readonly ok: true; readonly filter: VisitFilter }
  /** An address that cannot be read, or a user or app that there has never been. */
  | { readonly ok: false; readonly field: 'address' | 'user' | 'app' };

/** What the parameters mean in this database: names become ids, those of deleted users and apps too. */
export async function resolveVisitFilter(
  db: Database,
  params: VisitParams,
  { now, startOfToday }: Clock,
): Promise<ResolvedFilter> {
  const addresses = addressFilter(params.address);
  if (!addresses.ok) return { ok: false, field: 'address' };
  const userId = params.user ? await idOfUser(db, params.user) : null;
  if (userId === undefined) return { ok: false, field: 'user' };
  const appId = params.app ? await idOfApp(db, params.app) : null;
  if (appId === undefined) return { ok: false, field: 'app' };
  return {
    ok: true,
    filter: {
      ...timeOf(params, now, startOfToday),
      block: addresses.block,
      userId,
      appId,
      rangeId: params.range ? Number(params.range) : null,
      outcome: params.outcome ?? null,
      reason: params.reason ?? null,
      requestId: params.request ?? null,
      sessionId: params.session ?? null,
    },
  };
}

async function idOfUser(db: Database, email: string): Promise<number | undefined> {
  const user = await db.user.findUnique({ where: { email }, select: { id: true } });
  return user?.id ?? formerId(db, 'User', email);
}

async function idOfApp(db: Database, slug: string): Promise<number | undefined> {
  const app = await db.app.findUnique({ where: { slug }, select: { id: true } });
  return app?.id ?? formerId(db, 'App', slug);
}

/** Who last had a name that nobody has now. */
async function formerId(db: Database, entity: 'User' | 'App', label: string): Promise<number | undefined> {
  const change = await db.changeEvent.findFirst({
    where: { entity, label },
    orderBy: { id: 'desc' },
    select: { entityId: true },
  });
  return change?.entityId ?? undefined;
}

const HOUR = 3_600_000;
const LONGEST_COUNT = 32 * 24 * HOUR;

/**
 * About how many visits match, by whole hours: where the filter asks for no more than a month's time, outcome and app; else
 * null. Exact counts of a log of any size would have to read it.
 */
export async function countVisits(db: Database, filter: VisitFilter, now: number): Promise<number | null> {
  const { from, until, block, userId, rangeId, appId, outcome, reason, requestId, sessionId } = filter;
  const others = [block, userId, rangeId, reason, requestId, sessionId].some((value) => value !== null);
  const isOfSession = outcome === 'open' || outcome === 'close';
  if (others || isOfSession || from === null || (until ?? now) - from > LONGEST_COUNT) return null;
  const { _sum } = await db.visitCount.aggregate({
    _sum: { visits: true },
    where: {
      hour: { gte: new Date(from - (from % HOUR)), lt: new Date(until ?? now + HOUR) },
      ...(outcome ? { outcome } : {}),
      ...(appId ? { appId } : {}),
    },
  });
  return _sum.visits ?? 0;
}
