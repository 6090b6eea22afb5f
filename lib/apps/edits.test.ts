import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import type { Mutation } from '../admin-action';
import type { Administrator } from '../auth/administrator';
import type { Database } from '../db';
import { Conflict, InvalidInput } from '../errors';
import { changeRules } from '../rule-change';
import { freshDatabase, providers } from '../testing/fresh-database';
import { CreateUser } from '../users/edits';
import { getUser } from '../users/queries';
import { CreateApp, DeleteApps, EnableApps, MaintainApps, nextFreePort, UpdateApp } from './edits';
import { getApp } from './queries';

const by = { email: 'admin@example.com', userId: 1, role: 'admin' } as Administrator;

beforeAll(() => {
  vi.stubEnv('PROXY_SECRET', 'p'.repeat(40));
  vi.stubEnv('AUTH_SECRET', 'a'.repeat(40));
  vi.stubEnv('PORTAL_PORT', '8503');
});

/** Carries out an edit as adminAction does, without a session. */
function edit<Schema extends z.ZodType>(db: Database, mutation: Mutation<Schema>, input: unknown) {
  const parsed = mutation.input.parse(input);
  return changeRules(db, { actor: by.email }, (tx) => mutation.write(tx, parsed, by));
}

const sales = { slug: 'sales', name: 'Sales', port: 8501 };

async function create(db: Database, app: object) {
  const { changes } = await edit(db, CreateApp, app);
  return changes[0]!.id!;
}

const problemsOf = (error: unknown) =>
  error instanceof InvalidInput
    ? error.problems.map(({ path, code, params }) => [path.join('.'), code, params.free])
    : error;

describe.each(providers)('edits of apps on %s', (provider) => {
  test('a slug or port in use is refused with a port that is free, on another server it is not', async () => {
    const { db } = await freshDatabase(provider);
    await create(db, sales);
    await create(db, { slug: 'stock', name: 'Stock', port: 8502 });
    expect(await create(db, { ...sales, name: 'Again' }).catch(problemsOf)).toEqual([
      ['slug', 'SLUG_TAKEN', undefined],
      ['port', 'PORT_IN_USE', '8504'],
    ]);
    expect(await create(db, { ...sales, slug: 'x', port: 8503 }).catch(problemsOf)).toEqual([
      ['port', 'PORT_OF_SLUICE', '8504'],
    ]);
    expect(await create(db, { ...sales, slug: 'far', host: 'far.example.com' })).toBeGreaterThan(0);
    expect(await nextFreePort(db)).toBe(8504);
  });

  test('an edit may keep its own port, and not take another’s', async () => {
    const { db } = await freshDatabase(provider);
    const id = await create(db, sales);
    await create(db, { slug: 'stock', name: 'Stock', port: 8502 });
    const { version } = await getApp(db, id);
    const taken = edit(db, UpdateApp, { ...sales, id, version, port: 8502 });
    expect(await taken.catch(problemsOf)).toEqual([['port', 'PORT_IN_USE', '8504']]);
    const { changes } = await edit(db, UpdateApp, { ...sales, id, version, name: 'Sales 2' });
    expect(changes).toHaveLength(1);
    await expect(edit(db, UpdateApp, { ...sales, id, version })).rejects.toThrow(Conflict);
  });

  test('saving what is there already writes nothing', async () => {
    const { db } = await freshDatabase(provider);
    const id = await create(db, sales);
    const { version } = await getApp(db, id);
    expect((await edit(db, UpdateApp, { ...sales, id, version })).changes).toEqual([]);
    expect((await edit(db, EnableApps, { ids: [id], enabled: true })).changes).toEqual([]);
    expect(await db.changeEvent.count()).toBe(1);
  });

  test('maintenance begins with its message and end, ends with nothing left of them, and is recorded', async () => {
    const { db } = await freshDatabase(provider);
    const id = await create(db, sales);
    const opened = await getApp(db, id);
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const begin = { ids: [id], maintenance: true, maintenanceMessage: 'Back soon', maintenanceUntil: soon };
    const { changes } = await edit(db, MaintainApps, begin);
    const { ids: _, ...fields } = begin;
    expect(changes).toMatchObject([
      { kind: 'update', label: 'sales', before: opened.rule, after: { ...opened.rule, ...fields } },
    ]);
    expect(await db.app.findUniqueOrThrow({ where: { id } })).toMatchObject({
      maintenance: true,
      maintenanceMessage: 'Back soon',
      maintenanceUntil: new Date(soon),
    });
    // A form that was opened before must not end it without a word.
    const stale = edit(db, UpdateApp, { ...sales, id, version: opened.version, name: 'Sales 2' });
    await expect(stale).rejects.toThrow(Conflict);
    await edit(db, MaintainApps, { ids: [id], maintenance: false });
    expect((await getApp(db, id)).rule).toEqual(opened.rule);
  });

  test('maintenance that would be over already is refused', async () => {
    const { db } = await freshDatabase(provider);
    const id = await create(db, sales);
    const past = { ids: [id], maintenance: true, maintenanceUntil: '2020-01-01T00:00:00Z' };
    expect(await edit(db, MaintainApps, past).catch(problemsOf)).toEqual([
      ['maintenanceUntil', 'MAINTENANCE_OVER', undefined],
    ]);
    expect((await getApp(db, id)).rule.maintenance).toBe(false);
  });

  test('a deleted app is taken from all users and ranges that have it, each with its own change', async () => {
    const { db } = await freshDatabase(provider);
    const id = await create(db, sales);
    await create(db, { slug: 'stock', name: 'Stock', port: 8502 });
    const user = { email: 'a@example.com', name: 'A', apps: ['sales', 'stock'], range: '10.1.2.7' };
    const userId = (await edit(db, CreateUser, user)).changes[0]!.id!;
    const range = await db.ipRange.findFirstOrThrow();
    await db.ipRangeApp.create({ data: { rangeId: range.id, appId: id, position: 0 } });
    const { changes } = await edit(db, DeleteApps, { ids: [id] });
    expect(changes.map(({ entity, kind, after }) => [entity, kind, after?.apps])).toEqual([
      ['App', 'delete', undefined],
      ['User', 'update', ['stock']],
      ['IpRange', 'update', []],
    ]);
    expect((await getUser(db, userId)).rule.apps).toEqual(['stock']);
    expect(await db.ipRangeApp.count()).toBe(0);
  });
});
