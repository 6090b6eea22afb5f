import { describe, expect, onTestFinished, test } from 'vitest';
import { RuleTableFollower } from '@/lib/rule-table';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { TREE_PAGE, treeLevel } from './range-tree';
import { rangeKeys } from './schema';

describe.each(providers)('the tree of ranges on %s', (provider) => {
  test('hangs each range below the nearest one that holds all of it, a page at a time', async () => {
    const { db, url } = await freshDatabase(provider);
    const texts = [
      '10.0.0.0/8',
      '10.0.0.0/16',
      '10.0.0.0',
      '10.0.255.0-10.1.0.5',
      '10.0.255.9',
      '::/0',
      '::1',
    ];
    const many = Array.from({ length: TREE_PAGE + 1 }, (_, i) => `192.0.2.${i}`);
    await db.ipRange.createMany({ data: [...texts, '192.0.2.0/24', ...many].map(rangeKeys) });
    const rules = new RuleTableFollower(url, 'first');
    onTestFinished(() => rules.stop());
    const { table } = await rules.refresh();
    const ids = new Map<string, number>();
    const level = async (of: string | null, skip = 0) => {
      const { total, nodes } = await treeLevel(
        db,
        table,
        of === null ? null : ids.get(of)!,
        skip,
        Date.now(),
      );
      for (const { range, id } of nodes) ids.set(range, id);
      return { total, nodes: nodes.map(({ range, children }) => [range, children]) };
    };
    expect(await level(null)).toEqual({
      total: 3,
      nodes: [
        ['10.0.0.0/8', 2],
        ['192.0.2.0/24', TREE_PAGE + 1],
        ['::/0', 1],
      ],
    });
    expect(await level('10.0.0.0/8')).toEqual({
      total: 2,
      nodes: [
        ['10.0.0.0/16', 1],
        ['10.0.255.0-10.1.0.5', 1],
      ],
    });
    expect((await level('10.0.0.0/16')).nodes).toEqual([['10.0.0.0', 0]]);
    expect((await level('10.0.255.0-10.1.0.5')).nodes).toEqual([['10.0.255.9', 0]]);
    expect((await level('192.0.2.0/24')).nodes).toHaveLength(TREE_PAGE);
    expect((await level('192.0.2.0/24', TREE_PAGE)).nodes).toEqual([[`192.0.2.${TREE_PAGE}`, 0]]);
    expect(await treeLevel(db, table, 99_999, 0, 0)).toEqual({ total: 0, nodes: [] });
  });
});
