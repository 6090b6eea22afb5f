// Reads the log of changes.

import type { Database, Transaction } from '@/lib/db';
import { Prisma } from '@/lib/generated/sqlite/client';
import { providerOfClient } from '@/lib/insert-rows';
import { milliseconds, selectRows } from '@/lib/select-rows';
import type { ChangeKind, Snapshot } from './change';
import type { ChangeParams } from './change-filter';
import { snapshotOf } from './change-words';
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
import { timeOf } from './visit-filter';

export type RecordedChange = {
  readonly id: number;
  /** In ms since 1970. */
  readonly at: number;
  readonly revision: number | null;
  readonly actor: string;
  readonly actorId: number | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly kind: ChangeKind;
  readonly entity: string;
  readonly entityId: number | null;
  readonly label: string;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
};

export const changeColumns = [
  ...(['id', 'at', 'revision', 'actor', 'actorId', 'address', 'requestId'] as const),
  ...(['kind', 'entity', 'entityId', 'label', 'before', 'after'] as const),
] satisfies (keyof RecordedChange)[];

/** The changes with these ids, newest first; those that are not there are left out. */
export async function readChanges(
  db: Database | Transaction,
  ids: readonly number[],
): Promise<RecordedChange[]> {
  if (ids.length === 0) return [];
  const isJson = (column: string) => column === 'before' || column === 'after';
  const columns = changeColumns.map((column) => {
    if (column === 'at') return milliseconds(db, '"at"');
    // SQLite would put the JSON in as a text with every quote escaped.
    return isJson(column) && providerOfClient(db) === 'sqlite' ? `json("${column}")` : `"${column}"`;
  });
  const source = Prisma.sql`SELECT * FROM "ChangeEvent" WHERE ${idIn(db, ids)} ORDER BY "id" DESC`;
  const rows = await selectRows<unknown[]>(db, columns, source);
  return rows.map((row) => {
    const change = Object.fromEntries(changeColumns.map((column, i) => [column, row[i]]));
    return {
      ...change,
      at: Number(change.at),
      before: snapshotOf(change.before),
      after: snapshotOf(change.after),
    } as RecordedChange;
  });
}

const HOUR = 3_600_000;

/**
 * The search of the log that the parameters stand for. Ids are given in the order of time but for transactions that
 * overlap, so time becomes bounds of the id with an hour to spare, and the exact moments are a condition.
 */
export async function changeQuery(
  db: Database | Transaction,
  params: ChangeParams,
  { now, startOfToday }: Clock,
): Promise<LogQuery<number>> {
  const { from, until } = timeOf(params, now, startOfToday);
  const { label, person, entity, entityId, kind } = params;
  const streams: Stream[] = [];
  if (entity && entityId) {
    const below = { column: 'entity', value: entity };
    streams.push({ column: 'entityId', values: [Number(entityId)], below });
  } else if (entity) streams.push({ column: 'entity', values: [entity] });
  if (label) streams.push({ column: 'label', values: [label] });
  if (person) streams.push({ column: 'actor', values: [person] });
  if (kind) streams.push({ column: 'kind', values: [kind] });
  const conditions: Prisma.Sql[] = [];
  if (from !== null) conditions.push(Prisma.sql`"at" >= ${new Date(from)}`);
  if (until !== null) conditions.push(Prisma.sql`"at" < ${new Date(until)}`);
  return {
    table: 'ChangeEvent',
    streams,
    conditions,
    from: from === null ? null : await firstIdSince(db, from - HOUR),
    until: until === null ? null : await firstIdSince(db, until + HOUR),
  };
}

/** An id that no entry of that moment or later is below. */
async function firstIdSince(db: Database | Transaction, at: number): Promise<number> {
  const row = await db.changeEvent.findFirst({
    where: { at: { gte: new Date(at) } },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return row?.id ?? 2 ** 31 - 1;
}

export type ChangePage = Omit<LogPage<number>, 'ids'> & { readonly changes: readonly RecordedChange[] };

/** A page of changes, newest first; see readLogPage. */
export async function listChanges(
  db: Database | Transaction,
  params: ChangeParams,
  clock: Clock,
  at: { before: number | null; after: number | null },
  limits: SearchLimits,
): Promise<ChangePage> {
  const { ids, ...page } = await readLogPage(db, await changeQuery(db, params, clock), at, limits);
  return { changes: await readChanges(db, ids), ...page };
}

/** When a change was made, in ms since 1970; null where it is gone. */
export async function timeOfChange(db: Database, id: number): Promise<number | null> {
  const change = await db.changeEvent.findUnique({ where: { id }, select: { at: true } });
  return change?.at.getTime() ?? null;
}

const EXPORT_PAGE = 250;

/** All changes that match, newest first, a page at a time; others have the thread in between. */
export async function* changePages(
  db: Database,
  params: ChangeParams,
  clock: Clock,
): AsyncGenerator<RecordedChange[]> {
  const query = await changeQuery(db, params, clock);
  for (let id: number | null = null; ; ) {
    const found: Awaited<ReturnType<typeof searchLog<number>>> = await searchLog(
      db,
      query,
      { towards: 'older', id },
      { limit: EXPORT_PAGE, patience: 20 },
    );
    if (found.ids.length > 0) yield await readChanges(db, found.ids);
    if (!found.more) return;
    id = found.searchedTo ?? found.ids.at(-1)!;
  }
}
