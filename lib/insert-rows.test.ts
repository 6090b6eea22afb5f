import { describe, expect, test } from 'vitest';
import { insertRows, providerOfClient } from './insert-rows';
import { freshDatabase, providers } from './testing/fresh-database';

describe.each(providers)('insertRows on %s', (provider) => {
  test('the provider is told from a client and from a transaction', async () => {
    const { db } = await freshDatabase(provider);
    expect(providerOfClient(db)).toBe(provider);
    expect(await db.$transaction(async (tx) => providerOfClient(tx))).toBe(provider);
  });

  test('dates, enums, booleans, nulls and JSON read back through Prisma as they were written', async () => {
    const { db } = await freshDatabase(provider);
    const at = new Date('2026-12-31T23:59:59.123Z');
    const range = {
      first: `4${'0'.repeat(32)}`,
      last: `4${'f'.repeat(32)}`,
      label: `"quotes" 'apostrophes' \\u0000 \\ 한국어 🙂`,
      effect: 'deny' as const,
      enabled: false,
      validFrom: null,
      validUntil: at,
      updatedAt: at,
    };
    const columns = [
      'first',
      'last',
      'label',
      'effect',
      'enabled',
      'validFrom',
      'validUntil',
      'updatedAt',
    ] as const;
    expect(await insertRows(db, 'IpRange', columns, [range])).toBe(1);
    expect(await db.ipRange.findFirstOrThrow()).toMatchObject({
      ...range,
      landing: null,
      note: '',
      userId: null,
    });

    const change = {
      revision: 1,
      actor: 'a',
      kind: 'create' as const,
      entity: 'IpRange',
      entityId: 1,
      label: 'x',
    };
    const after = { range: '10.0.0.0/8', apps: ['a', 'b'], enabled: true, validUntil: null };
    await insertRows(
      db,
      'ChangeEvent',
      ['revision', 'actor', 'kind', 'entity', 'entityId', 'label', 'before', 'after'],
      [{ ...change, before: null, after }],
    );
    expect(await db.changeEvent.findFirstOrThrow()).toMatchObject({ ...change, before: null, after });
  });

  test('what PostgreSQL cannot hold is replaced, on both databases alike', async () => {
    const { db } = await freshDatabase(provider);
    const user = { email: 'a@example.com', name: 'a\u0000b\ud800c🙂', updatedAt: new Date() };
    await insertRows(db, 'User', ['email', 'name', 'updatedAt'], [user]);
    expect((await db.user.findFirstOrThrow()).name).toBe('a\ufffdb\ufffdc🙂');
  });

  test('rows whose key is there are left alone on request, and refused otherwise', async () => {
    const { db } = await freshDatabase(provider);
    const user = { email: 'a@example.com', name: 'A', updatedAt: new Date() };
    const columns = ['email', 'name', 'updatedAt'] as const;
    await insertRows(db, 'User', columns, [user]);
    const again = [
      { ...user, name: 'B' },
      { ...user, email: 'b@example.com' },
    ];
    expect(await insertRows(db, 'User', columns, again, { onConflictDoNothing: true })).toBe(1);
    expect((await db.user.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name)).toEqual(['A', 'A']);
    await expect(insertRows(db, 'User', columns, [user])).rejects.toThrow(/unique constraint/i);
  });

  test('of many rows each has what is the same in all of them, and its own', async () => {
    const { db } = await freshDatabase(provider);
    const at = new Date('2026-12-31T23:59:59.123Z');
    const after = { label: 'it’s \u0000 "one"', apps: ['sales'], landing: null };
    const shared = {
      at,
      revision: 7,
      actor: 'a@b.c',
      kind: 'create' as const,
      entity: 'IpRange',
      before: null,
    };
    const rows = Array.from({ length: 150 }, (_, i) => ({
      ...shared,
      label: `range ${i}`,
      entityId: i % 3 === 0 ? null : i,
      after: i % 2 === 0 ? null : after,
    }));
    const columns = [
      'at',
      'revision',
      'actor',
      'kind',
      'entity',
      'label',
      'entityId',
      'before',
      'after',
    ] as const;
    expect(await insertRows(db, 'ChangeEvent', columns, rows)).toBe(150);
    const written = await db.changeEvent.findMany({ orderBy: { id: 'asc' } });
    const storable = (row: (typeof rows)[number]) =>
      row.after ? { ...row, after: { ...after, label: 'it’s \ufffd "one"' } } : row;
    expect(written).toMatchObject(rows.map(storable));

    const equal = Array.from({ length: 120 }, () => ({ ...shared, label: 'all alike' }));
    expect(
      await insertRows(db, 'ChangeEvent', ['at', 'revision', 'actor', 'kind', 'entity', 'label'], equal),
    ).toBe(120);
    expect(await db.changeEvent.count({ where: { label: 'all alike', at, revision: 7 } })).toBe(120);
  });

  test('more rows than one statement holds arrive whole and in order', async () => {
    const { db } = await freshDatabase(provider);
    const rows = Array.from({ length: 12_345 }, (_, i) => ({
      email: `${i}@example.com`,
      name: `${i}`,
      updatedAt: new Date(),
    }));
    expect(await insertRows(db, 'User', ['email', 'name', 'updatedAt'], rows)).toBe(12_345);
    const stored = await db.user.findMany({ orderBy: { id: 'asc' }, select: { name: true } });
    expect(stored.every(({ name }, i) => name === `${i}`)).toBe(true);
  });
});
