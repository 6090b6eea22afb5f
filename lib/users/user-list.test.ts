import { describe, expect, test } from 'vitest';
import type { Database } from '../db';
import { parseListParams } from '../list-params';
import { freshDatabase, providers } from '../testing/fresh-database';
import { listDepartments, listUsers, searchUsers, userList } from './user-list';

async function withPeople(db: Database) {
  const updatedAt = new Date();
  const people = [
    ['Alice Kim', 'alice@example.com', 'Sales', true],
    ['Bob Lee', 'bob@example.com', 'Finance', false],
    ['Carol 100%', 'carol@example.com', 'Sales', true],
    ['김민준', 'minjun@example.com', '', true],
  ] as const;
  await db.user.createMany({
    data: people.map(([name, email, department, enabled]) => ({
      name,
      email,
      department,
      enabled,
      updatedAt,
    })),
  });
  const app = await db.app.create({ data: { slug: 'sales', name: 'Sales', port: 8501 } });
  const bob = await db.user.findUniqueOrThrow({ where: { email: 'bob@example.com' } });
  await db.userApp.create({ data: { userId: bob.id, appId: app.id, position: 0 } });
  await db.account.create({ data: { userId: bob.id, role: 'editor' } });
  const key = (digits: string) => `4${digits.padStart(32, '0')}`;
  await db.ipRange.createMany({
    data: ['a010207', 'a010203'].map((digits) => ({
      ...{ first: key(digits), last: key(digits), userId: bob.id, updatedAt },
    })),
  });
}

const names = async (db: Database, given: Record<string, string>) =>
  (await listUsers(db, parseListParams(given, userList))).rows.map(({ name }) => name);

describe.each(providers)('the list of users on %s', (provider) => {
  test('finds, filters and sorts', async () => {
    const { db } = await freshDatabase(provider);
    await withPeople(db);
    expect(await names(db, {})).toEqual(['Alice Kim', 'Bob Lee', 'Carol 100%', '김민준']);
    expect(await names(db, { sort: '-email' })).toEqual(['김민준', 'Carol 100%', 'Bob Lee', 'Alice Kim']);
    expect(await names(db, { q: 'kim ALICE' })).toEqual(['Alice Kim']);
    expect(await names(db, { q: '민준' })).toEqual(['김민준']);
    expect(await names(db, { q: '%' })).toEqual(['Carol 100%']);
    expect(await names(db, { q: '_' })).toEqual([]);
    expect(await names(db, { state: 'disabled' })).toEqual(['Bob Lee']);
    expect(await names(db, { department: 'Sales' })).toEqual(['Alice Kim', 'Carol 100%']);
    expect(await names(db, { role: 'editor' })).toEqual(['Bob Lee']);
    expect(await names(db, { role: 'none' })).toEqual(['Alice Kim', 'Carol 100%', '김민준']);
    expect(await names(db, { app: 'sales' })).toEqual(['Bob Lee']);
    expect(await names(db, { app: 'gone' })).toEqual([]);
    expect(await names(db, { ranges: 'some' })).toEqual(['Bob Lee']);
    expect(await names(db, { ranges: 'none', q: 'sales' })).toEqual(['Alice Kim', 'Carol 100%']);
  });

  test('a row has its ranges, apps and role; a page beyond the last is the last', async () => {
    const { db } = await freshDatabase(provider);
    await withPeople(db);
    const { rows, total, page } = await listUsers(db, parseListParams({ q: 'bob', page: '7' }, userList));
    expect([total, page]).toEqual([1, 1]);
    expect(rows).toMatchObject([
      { role: 'editor', apps: [{ slug: 'sales' }], ranges: { count: 2, first: '10.1.2.3' } },
    ]);
  });

  test('departments are each there once, and the search of a field finds people', async () => {
    const { db } = await freshDatabase(provider);
    await withPeople(db);
    expect(await listDepartments(db)).toEqual(['Finance', 'Sales']);
    expect(await searchUsers(db, 'sales', 1)).toEqual([{ email: 'alice@example.com', name: 'Alice Kim' }]);
  });
});
