import { describe, expect, onTestFinished, test } from 'vitest';
import type { Database } from '@/lib/db';
import { parseListParams } from '@/lib/list-params';
import type { RuleTable } from '@/lib/routing/table';
import { RuleTableFollower } from '@/lib/rule-table';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { listRanges, rangeList } from './range-list';
import { rangeKeys } from './schema';

const at = Date.parse('2026-06-01T00:00:00Z');
const day = 86_400_000;

async function tableOf(url: string) {
  const rules = new RuleTableFollower(url, 'first');
  onTestFinished(() => rules.stop());
  return (await rules.refresh()).table;
}

/** What a list at this address shows: the ranges, in order. */
async function shown(db: Database, table: RuleTable, query: Record<string, string>) {
  const page = await listRanges(db, parseListParams(query, rangeList), { table, at });
  return { ranges: page.rows.map(({ rule }) => rule.range), total: page.total, page: page.page };
}

async function seed(db: Database) {
  const sales = await db.app.create({ data: { slug: 'sales', name: 'Sales', port: 8501 } });
  const kim = await db.user.create({
    data: {
      email: 'kim@example.com',
      name: 'Alice Kim',
      grants: { create: { appId: sales.id, position: 0 } },
    },
  });
  const range = (range: string, data: object = {}) =>
    db.ipRange.create({ data: { ...rangeKeys(range), ...data } });
  await range('10.0.0.0/8', { label: 'Company', grants: { create: { appId: sales.id, position: 0 } } });
  await range('10.0.0.0/24', { label: 'Floor 1', validUntil: new Date(at + 30 * day) });
  await range('10.0.0.0', { label: 'archive', enabled: false });
  await range('10.0.0.7', { label: '앨리스 책상', userId: kim.id, validUntil: new Date(at + day) });
  await range('192.0.2.0/24', { label: 'Partner', effect: 'deny', validFrom: new Date(at + day) });
  await range('2001:db8::/32', { label: 'six', validUntil: new Date(at - day), note: 'old' });
}

describe.each(providers)('the list of ranges on %s', (provider) => {
  test('is in address order, wider ones before what they hold, and page by page', async () => {
    const { db, url } = await freshDatabase(provider);
    expect(await shown(db, await tableOf(url), {})).toEqual({ ranges: [], total: 0, page: 1 });
    await seed(db);
    let table = await tableOf(url);
    const order = ['10.0.0.0/8', '10.0.0.0/24', '10.0.0.0', '10.0.0.7', '192.0.2.0/24', '2001:db8::/32'];
    expect(await shown(db, table, {})).toEqual({ ranges: order, total: 6, page: 1 });
    expect(await shown(db, table, { sort: '-range' })).toMatchObject({ ranges: order.toReversed() });
    await db.ipRange.createMany({
      data: Array.from({ length: 60 }, (_, i) => ({ ...rangeKeys(`172.16.0.${i}`), label: `n${i}` })),
    });
    table = await tableOf(url);
    const last = await shown(db, table, { page: '99', size: '25' });
    expect(last).toMatchObject({ total: 66, page: 3 });
    expect(last.ranges).toHaveLength(16);
    expect(last.ranges.at(-1)).toBe('2001:db8::/32');
  });

  test('sorts by label, by validity with the endless last, and by the last change', async () => {
    const { db, url } = await freshDatabase(provider);
    await seed(db);
    let table = await tableOf(url);
    const byValidity = (await shown(db, table, { sort: 'validity' })).ranges;
    expect(byValidity.slice(0, 3)).toEqual(['2001:db8::/32', '10.0.0.7', '10.0.0.0/24']);
    expect((await shown(db, table, { sort: '-validity' })).ranges).toEqual(byValidity.toReversed());
    expect((await shown(db, table, { sort: 'label' })).ranges).toHaveLength(6);
    await db.ipRange.updateMany({
      where: { label: 'Partner' },
      data: { updatedAt: new Date(at + day * 999) },
    });
    table = await tableOf(url);
    expect((await shown(db, table, { sort: '-updated' })).ranges[0]).toBe('192.0.2.0/24');
    const filtered = await shown(db, table, { sort: '-validity', family: '4', state: 'active' });
    expect(filtered.ranges).toEqual(['10.0.0.0/8', '10.0.0.0/24', '10.0.0.7']);
  });

  test('filters by every filter, and by several at once', async () => {
    const { db, url } = await freshDatabase(provider);
    await seed(db);
    const table = await tableOf(url);
    const ranges = async (query: Record<string, string>) => (await shown(db, table, query)).ranges;
    expect(await ranges({ state: 'active' })).toEqual(['10.0.0.0/8', '10.0.0.0/24', '10.0.0.7']);
    expect(await ranges({ state: 'expiring' })).toEqual(['10.0.0.7']);
    expect(await ranges({ state: 'disabled' })).toEqual(['10.0.0.0']);
    expect(await ranges({ state: 'notYet' })).toEqual(['192.0.2.0/24']);
    expect(await ranges({ state: 'expired' })).toEqual(['2001:db8::/32']);
    expect(await ranges({ effect: 'deny' })).toEqual(['192.0.2.0/24']);
    expect(await ranges({ family: '6' })).toEqual(['2001:db8::/32']);
    expect(await ranges({ owner: 'kim@example.com' })).toEqual(['10.0.0.7']);
    expect(await ranges({ owner: 'nobody@example.com' })).toEqual([]);
    expect(await ranges({ owner: 'none', state: 'disabled' })).toEqual(['10.0.0.0']);
    expect(await ranges({ app: 'sales' })).toEqual(['10.0.0.0/8', '10.0.0.7']);
    expect(await ranges({ contains: '10.0.0.7' })).toEqual(['10.0.0.0/8', '10.0.0.0/24', '10.0.0.7']);
    expect(await ranges({ within: '10.0.0.0/24' })).toEqual(['10.0.0.0/24', '10.0.0.0', '10.0.0.7']);
    expect(await ranges({ app: 'sales', within: '10.0.0.0/24' })).toEqual(['10.0.0.7']);
    expect(await ranges({ contains: 'nonsense', state: 'nonsense' })).toHaveLength(6);
  });

  test('searches labels, owners and addresses', async () => {
    const { db, url } = await freshDatabase(provider);
    await seed(db);
    const table = await tableOf(url);
    const ranges = async (q: string) => (await shown(db, table, { q })).ranges;
    expect(await ranges('FLOOR')).toEqual(['10.0.0.0/24']);
    expect(await ranges('책상')).toEqual(['10.0.0.7']);
    expect(await ranges('alice k')).toEqual(['10.0.0.7']);
    expect(await ranges('kim@')).toEqual(['10.0.0.7']);
    expect(await ranges('10.0.0.7')).toEqual(['10.0.0.0/8', '10.0.0.0/24', '10.0.0.7']);
    expect(await ranges('10.0.0.0/24')).toEqual(['10.0.0.0/8', '10.0.0.0/24', '10.0.0.0', '10.0.0.7']);
    expect(await ranges('192.0.')).toEqual(['192.0.2.0/24']);
    expect(await ranges("%' OR 1=1 --")).toEqual([]);
  });

  test('shows a range with its owner, both kinds of apps, its state and size', async () => {
    const { db, url } = await freshDatabase(provider);
    await seed(db);
    const table = await tableOf(url);
    const params = parseListParams({ contains: '10.0.0.7' }, rangeList);
    const { rows } = await listRanges(db, params, { table, at });
    const names = (apps: readonly { name: string }[]) => apps.map(({ name }) => name);
    expect(rows.map((row) => [row.state, row.owner?.name, names(row.ownApps), names(row.ownerApps)])).toEqual(
      [
        ['active', undefined, ['Sales'], []],
        ['active', undefined, [], []],
        ['expiring', 'Alice Kim', [], ['Sales']],
      ],
    );
    expect(rows.map(({ size }) => size)).toEqual([2n ** 24n, 256n, 1n]);
  });
});
