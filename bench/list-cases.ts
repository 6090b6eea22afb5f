// The pages that are measured, each beside Django admin's page of the same rows.

import { type Database, openDatabase } from '@/lib/db';

export type ListCase = {
  list: 'users' | 'ranges' | 'apps' | 'visits' | 'changes';
  /** What of the list; the words are in messages/, under `lists.kind`. */
  kind:
    | 'first'
    | 'deep'
    | 'filtered'
    | 'searched'
    | 'block'
    | 'rareBlock'
    | 'person'
    | 'reason'
    | 'rareReason';
  /** Path and query. */
  sluice: string;
  django: string;
  /** So many rows have to be on the page, or its figures are worth nothing. */
  rows: number;
};

/** What both show on a page. */
const PAGE = 50;

export async function listCases(databaseUrl: string): Promise<ListCase[]> {
  const db = openDatabase(databaseUrl);
  try {
    return [...(await ruleCases(db)), ...(await visitCases(db)), ...(await changeCases(db))];
  } finally {
    await db.$disconnect();
  }
}

/** Two thirds down a list: far from both ends. */
const deepPage = (rows: number) => Math.max(1, Math.floor((rows / PAGE) * 0.66));

async function ruleCases(db: Database): Promise<ListCase[]> {
  const users = deepPage(await db.user.count());
  const ranges = deepPage(await db.ipRange.count());
  const cases = (list: 'users' | 'ranges' | 'apps', sluice: string, django: string, rows: number) => {
    return (kind: ListCase['kind'], query: string, djangoQuery: string, fewer = rows): ListCase => ({
      ...{ list, kind, rows: fewer },
      sluice: `/admin/${sluice}${query}`,
      django: `/admin/rules/${django}/${djangoQuery}`,
    });
  };
  const user = cases('users', 'users', 'user', PAGE);
  const range = cases('ranges', 'ip-ranges', 'iprange', PAGE);
  const app = cases('apps', 'apps', 'app', 30);
  return [
    user('first', '', ''),
    user('deep', `?page=${users}`, `?p=${users}`),
    user('filtered', '?state=disabled', '?enabled__exact=0'),
    user('searched', '?q=kim', '?q=kim'),
    range('first', '', ''),
    range('deep', `?page=${ranges}`, `?p=${ranges}`),
    range('filtered', '?effect=deny', '?effect__exact=deny'),
    range('searched', '?q=cloud', '?q=cloud'),
    app('first', '', ''),
    app('searched', '?q=sales', '?q=sales', 1),
  ];
}

const visit = (kind: ListCase['kind'], query: string, django: string, rows = PAGE): ListCase => ({
  ...{ list: 'visits', kind, rows },
  sluice: `/admin/audit/visits${query}`,
  django: `/admin/rules/accessevent/${django}`,
});

async function visitCases(db: Database): Promise<ListCase[]> {
  const newest = await db.accessEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const eightMonths = 240 * 86_400_000;
  const deep = await db.accessEvent.findFirstOrThrow({
    where: { id: { lt: idAt(newest.at.getTime() - eightMonths) } },
    orderBy: { id: 'desc' },
  });
  const total = await db.visitCount.aggregate({ _sum: { visits: true } });
  const page = deepPage(total._sum.visits ?? 0);
  const { userId, userEmail } = await db.accessEvent.findFirstOrThrow({
    where: { userId: { not: null } },
    orderBy: { id: 'desc' },
  });
  // All of 203.0.0.0/16, whose visitors no range knows, and a /24 of it.
  const keys = (first: string, last: string) =>
    `?address_key__gte=4${first.padStart(32, '0')}&address_key__lte=4${last.padStart(32, '0')}`;
  return [
    visit('first', '', ''),
    visit('deep', `?before=${deep.id}`, `?p=${page}`),
    visit('block', '?address=203.0.0.0%2F16', keys('cb000000', 'cb00ffff')),
    visit('rareBlock', '?address=203.0.7.0%2F24', keys('cb000700', 'cb0007ff'), 1),
    visit('person', `?user=${encodeURIComponent(userEmail!)}`, `?user_id=${userId}`, 1),
    visit('reason', '?reason=NO_RANGE', '?reason__exact=NO_RANGE'),
    visit('rareReason', '?reason=APP_DOWN', '?reason__exact=APP_DOWN', 1),
  ];
}

/** Just below every UUIDv7 of that moment. */
function idAt(at: number): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

const change = (kind: ListCase['kind'], query: string, django: string): ListCase => ({
  ...{ list: 'changes', kind, rows: PAGE },
  sluice: `/admin/audit/changes${query}`,
  django: `/admin/rules/changeevent/${django}`,
});

async function changeCases(db: Database): Promise<ListCase[]> {
  const count = await db.changeEvent.count();
  const { actor } = await db.changeEvent.findFirstOrThrow({
    where: { actor: { contains: '@' }, id: { lt: Math.round(count / 2) } },
    orderBy: { id: 'desc' },
  });
  const person = encodeURIComponent(actor);
  return [
    change('first', '', ''),
    change('deep', `?before=${Math.round(count / 3)}`, `?p=${deepPage(count)}`),
    change('filtered', '?kind=signIn', '?kind__exact=signIn'),
    change('person', `?person=${person}`, `?actor=${person}`),
  ];
}
