import { describe, expect, onTestFinished, test } from 'vitest';
import { rangeKeys } from '../ip-ranges/schema';
import { parseListParams } from '../list-params';
import { RuleTableFollower } from '../rule-table';
import { freshDatabase, providers } from '../testing/fresh-database';
import { appList, listApps } from './app-list';

describe.each(providers)('the list of apps on %s', (provider) => {
  test('says to how many users and ranges each is granted, disabled ones included', async () => {
    const { db, url } = await freshDatabase(provider);
    const app = (slug: string, port: number) => db.app.create({ data: { slug, name: slug, port } });
    const [sales, finance] = [await app('sales', 8501), await app('finance', 8502)];
    await app('unused', 8503);
    const granted = (...apps: { id: number }[]) => ({
      create: apps.map(({ id }, position) => ({ appId: id, position })),
    });
    const user = (email: string, enabled: boolean, ...apps: { id: number }[]) =>
      db.user.create({ data: { email, name: email, enabled, grants: granted(...apps) } });
    await user('a@example.com', true, sales, finance);
    await user('b@example.com', false, sales);
    const range = (text: string, enabled: boolean, ...apps: { id: number }[]) =>
      db.ipRange.create({ data: { ...rangeKeys(text), enabled, grants: granted(...apps) } });
    await range('10.0.0.0/8', true, finance);
    await range('10.0.0.7', false, finance, sales);
    await range('2001:db8::/32', true, finance);
    await range('192.0.2.0/24', true);

    const rules = new RuleTableFollower(url, 'first');
    onTestFinished(() => rules.stop());
    const { table } = await rules.refresh();
    const { rows } = await listApps(db, parseListParams({}, appList), table);
    expect(rows.map(({ rule, users, ranges }) => [rule.slug, users, ranges])).toEqual([
      ['finance', 1, 3],
      ['sales', 2, 1],
      ['unused', 0, 0],
    ]);
  });
});
