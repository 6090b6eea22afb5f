// What a list shows, as a file: CSV that an import of the same kind reads, or a rules file. Of any size: read a page at a time.

import { type AppListParams, appConditions } from './apps/app-list';
import { listVersionedApps } from './apps/queries';
import type { Snapshot, SnapshotValue } from './audit/change';
import type { Administrator } from './auth/administrator';
import { BYTE_ORDER_MARK, csvLine } from './csv';
import { type Database, writingDatabase } from './db';
import { Prisma } from './generated/sqlite/client';
import { currentRules, matchingPlaces, type RangeListParams, rangeRowsAt } from './ip-ranges/range-list';
import type { ListParams } from './list-params';
import { changeRules } from './rule-change';
import type { Section } from './rules-file/parse';
import { appOrder, rangeOrder, userOrder, yamlItem } from './rules-file/yaml-item';
import { streamText } from './stream-text';
import { listVersionedUsers } from './users/queries';
import { type UserListParams, userConditions } from './users/user-list';

export const listExportFormats = ['csv', 'yaml'] as const;
export type ListExportFormat = (typeof listExportFormats)[number];

/** So many rows are read at a time: a few milliseconds of the database. */
const ROWS_A_PAGE = 500;

type Pages = AsyncGenerator<readonly { rule: Snapshot }[]>;

/** The apps of the list, on all its pages. */
export function appExportPages(db: Database, params: AppListParams): Pages {
  return pagesById(db, 'App', appConditions(db, params), (ids) => listVersionedApps(db, ids));
}

/** The users of the list, on all its pages. */
export function userExportPages(db: Database, params: UserListParams): Pages {
  return pagesById(db, 'User', userConditions(db, params), (ids) => listVersionedUsers(db, ids));
}

/** The ranges of the list, on all its pages, in its order. */
export async function* rangeExportPages(db: Database, params: RangeListParams): Pages {
  const { table, at } = await currentRules();
  const places = await matchingPlaces(db, params, { table, at });
  for (let i = 0; i < places.length; i += ROWS_A_PAGE) {
    yield await rangeRowsAt(db, table, places.subarray(i, i + ROWS_A_PAGE), at);
  }
}

async function* pagesById(
  db: Database,
  table: 'App' | 'User',
  conditions: readonly Prisma.Sql[],
  read: (ids: number[]) => Promise<{ rule: Snapshot }[]>,
): Pages {
  for (let last = 0; ; ) {
    const all = Prisma.join([Prisma.sql`"id" > ${last}`, ...conditions], ' AND ');
    const rows = await db.$queryRaw<{ id: number }[]>`
      SELECT "id" FROM ${Prisma.raw(`"${table}"`)} WHERE ${all} ORDER BY "id" LIMIT ${ROWS_A_PAGE}`;
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => Number(id));
    yield await read(ids);
    last = ids.at(-1)!;
  }
}

const orders: Record<Section, readonly string[]> = { apps: appOrder, users: userOrder, ranges: rangeOrder };

/** The file's text, piece by piece. */
export async function* listText(
  section: Section,
  pages: AsyncIterable<readonly { rule: Snapshot }[]>,
  format: ListExportFormat,
): AsyncGenerator<string> {
  const fields = orders[section];
  if (format === 'csv') yield BYTE_ORDER_MARK + csvLine(fields);
  let isEmpty = true;
  for await (const page of pages) {
    if (page.length === 0) continue;
    const lines = page.map(({ rule }) =>
      format === 'csv'
        ? csvLine(fields.map((field) => csvCell(rule[field] ?? null)))
        : `  - ${yamlItem(rule, fields)}\n`,
    );
    yield `${format === 'yaml' && isEmpty ? `${section}:\n` : ''}${lines.join('')}`;
    isEmpty = false;
  }
  if (format === 'yaml' && isEmpty) yield `${section}: []\n`;
}

const csvCell = (value: SnapshotValue) => (typeof value === 'object' && value ? value.join('; ') : value);

/** Records the export in the administrator's name, and answers with the file. */
export async function exportList(
  by: Administrator,
  section: Section,
  given: URLSearchParams,
  { search, filters }: Pick<ListParams, 'search' | 'filters'>,
  pages: AsyncIterable<readonly { rule: Snapshot }[]>,
): Promise<Response> {
  const format = listExportFormats.find((known) => known === given.get('format')) ?? 'csv';
  const { email: actor, userId: actorId, address, requestId } = by;
  const asked = Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  await changeRules(writingDatabase(), { actor, actorId, address, requestId, patience: 10_000 }, async () => [
    {
      ...{ entity: 'Rules', id: null, kind: 'export', label: section, before: null },
      after: { format, ...(search ? { search } : {}), ...asked },
    },
  ]);
  return new Response(streamText(listText(section, pages, format)), {
    headers: {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/yaml; charset=utf-8',
      'Content-Disposition': `attachment; filename="sluice-${section}.${format}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
