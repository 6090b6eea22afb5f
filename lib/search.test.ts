import { describe, expect, test } from 'vitest';
import type { Database } from './db';
import { addressFromKey, addressToKey } from './routing/address';
import { parseRange } from './routing/range';
import { buildRuleTable } from './routing/table';
import { keysBeginningWith, MOST_FOUND, search } from './search';
import { freshDatabase, providers } from './testing/fresh-database';

const keys = (text: string) => {
  const result = parseRange(text);
  if (!result.ok) throw new Error(text);
  return { first: addressToKey(result.range.first), last: addressToKey(result.range.last) };
};

async function office(db: Database) {
  await db.app.createMany({
    data: [
      { slug: 'sales', name: 'Sales dashboard', port: 8501 },
      { slug: 'stock', name: '재고 현황', port: 8502, enabled: false },
    ],
  });
  await db.user.createMany({
    data: [
      { email: 'alice@example.com', name: 'Alice Kim' },
      { email: 'bob_b@example.com', name: 'Bob Kimball', enabled: false },
      { email: 'minji@example.com', name: '김민지' },
      { email: 'kim.lee@example.com', name: 'Lee' },
    ],
  });
  await db.ipRange.createMany({
    data: [
      { ...keys('10.1.2.7'), label: 'Alice’s desk' },
      { ...keys('10.1.0.0/16'), label: 'Office' },
      { ...keys('10.10.0.0/16'), label: 'Warehouse 100%', enabled: false },
      { ...keys('2001:db8::/32'), label: '' },
    ],
  });
}

async function tableOf(db: Database) {
  const ranges = await db.ipRange.findMany({ orderBy: { id: 'asc' } });
  const users = await db.user.findMany({ orderBy: { id: 'asc' } });
  return buildRuleTable({
    apps: [],
    users: users.map(({ id, email, name, enabled }) => ({
      id,
      email,
      name,
      enabled,
      landing: null,
      appIds: [],
    })),
    ranges: ranges.map(({ id, first, last, label, enabled }) => ({
      ...{ id, label, enabled, first: addressFromKey(first), last: addressFromKey(last) },
      ...{ effect: 'allow', landing: null, userId: null, appIds: [], validFrom: null, validUntil: null },
    })),
  });
}

describe.each(providers)('%s', (provider) => {
  test('an app is found by any part of its slug or name, in either case', async () => {
    const { db } = await freshDatabase(provider);
    await office(db);
    const slugs = async (text: string) => (await search(db, text, null)).apps.map(({ slug }) => slug);
    expect(await slugs('DASH')).toEqual(['sales']);
    expect(await slugs('sto')).toEqual(['stock']);
    expect(await slugs('현황')).toEqual(['stock']);
    expect((await search(db, 'sto', null)).apps[0]).toMatchObject({ name: '재고 현황', enabled: false });
  });

  test('a user is found by the beginning of the email, of the name and of a later name', async () => {
    const { db } = await freshDatabase(provider);
    await office(db);
    const table = await tableOf(db);
    const emails = async (text: string) => (await search(db, text, table)).users.map(({ email }) => email);
    expect(await emails('KIM')).toEqual(['kim.lee@example.com', 'alice@example.com', 'bob_b@example.com']);
    expect(await emails('alice k')).toEqual(['alice@example.com']);
    expect(await emails('김민')).toEqual(['minji@example.com']);
    expect(await emails('lice')).toEqual([]);
    expect(await emails('.*')).toEqual([]);
    expect((await search(db, 'kimball', table)).users[0]).toMatchObject({
      name: 'Bob Kimball',
      enabled: false,
    });
  });

  test('a range is found by its label, by its first numbers and by a block it begins in', async () => {
    const { db } = await freshDatabase(provider);
    await office(db);
    const ranges = async (text: string) => (await search(db, text, null)).ranges.map(({ range }) => range);
    expect(await ranges('off')).toEqual(['10.1.0.0/16']);
    expect(await ranges('10.1')).toEqual(['10.1.0.0/16', '10.1.2.7']);
    expect(await ranges('10.1.')).toEqual(['10.1.0.0/16', '10.1.2.7']);
    expect(await ranges('10.0.0.0/8')).toEqual(['10.1.0.0/16', '10.1.2.7', '10.10.0.0/16']);
    expect(await ranges('2001:db8:')).toEqual(['2001:db8::/32']);
    expect((await search(db, 'ware', null)).ranges[0]).toMatchObject({ enabled: false });
  });

  test('what is a pattern to the database is a letter to the search', async () => {
    const { db } = await freshDatabase(provider);
    await office(db);
    for (const text of ['%', '_', 'a%', '!', '"; DROP TABLE "App"; --', '\0', '\ud800']) {
      expect(await search(db, text, null)).toMatchObject({ apps: [], users: [], ranges: [] });
    }
    expect((await search(db, 'bob_', null)).users).toHaveLength(1);
    expect((await search(db, 'Warehouse 100%', null)).ranges).toHaveLength(1);
  });

  test('no more than a handful of each comes back', async () => {
    const { db } = await freshDatabase(provider);
    await db.user.createMany({
      data: Array.from({ length: 30 }, (_, i) => ({ email: `kim${i}@example.com`, name: `Kim ${i}` })),
    });
    expect((await search(db, 'kim', await tableOf(db))).users).toHaveLength(MOST_FOUND);
  });

  test('an address is told canonically, with the ranges that contain it, the most specific first', async () => {
    const { db } = await freshDatabase(provider);
    await office(db);
    const table = await tableOf(db);
    const found = await search(db, ' ::ffff:10.1.2.7 ', table);
    expect(found.place).toEqual({ kind: 'address', text: '10.1.2.7' });
    expect(found.ranges.map(({ label }) => label)).toEqual(['Alice’s desk', 'Office']);
    expect((await search(db, '10.1.2.0-10.1.2.255', table)).place).toEqual({
      kind: 'range',
      text: '10.1.2.0/24',
    });
    expect((await search(db, '10.1.2.300', table)).place).toBeNull();
  });
});

test('the beginning of an address covers all that begin so', () => {
  expect(keysBeginningWith('10')).toEqual(keys('10.0.0.0/8'));
  expect(keysBeginningWith('10.1.2.')).toEqual(keys('10.1.2.0/24'));
  expect(keysBeginningWith('2001:db8:')).toEqual(keys('2001:db8::/32'));
  expect(keysBeginningWith('2001:DB8::')).toEqual(keys('2001:db8::/32'));
  for (const text of ['010', '256', 'kim', '1.2.3.4.5', 'g:', '10..', '']) {
    expect(keysBeginningWith(text)).toBeNull();
  }
});
