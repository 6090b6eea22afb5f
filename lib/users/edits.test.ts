import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Mutation } from '../admin-action';
import type { Administrator } from '../auth/administrator';
import type { Database } from '../db';
import { Conflict, InvalidInput, Refusal } from '../errors';
import { changeRules } from '../rule-change';
import { freshDatabase, providers } from '../testing/fresh-database';
import { CreateUser, DeleteUsers, EnableUsers, GrantAppsToUsers, UpdateUser } from './edits';
import { getUser } from './queries';

const by = { email: 'admin@example.com', userId: 1, role: 'admin' } as Administrator;

/** Carries out an edit as adminAction does, without a session. */
function edit<Schema extends z.ZodType>(db: Database, mutation: Mutation<Schema>, input: unknown) {
  const parsed = mutation.input.parse(input);
  return changeRules(db, { actor: by.email }, (tx) => mutation.write(tx, parsed, by));
}

async function withApps(db: Database) {
  await db.app.createMany({
    data: ['sales', 'stock'].map((slug, i) => ({ slug, name: slug, port: 8501 + i, updatedAt: new Date() })),
  });
}

const alice = { email: 'Alice@example.com', name: 'Alice Kim', apps: ['sales'] };

async function createAlice(db: Database, extra: object = {}) {
  const { changes } = await edit(db, CreateUser, { ...alice, ...extra });
  return changes[0]!.id!;
}

const problemsOf = (error: unknown) =>
  error instanceof InvalidInput ? error.problems.map(({ path, code }) => [path.join('.'), code]) : error;

describe.each(providers)('edits of users on %s', (provider) => {
  test('a user is created together with the address that they come from', async () => {
    const { db } = await freshDatabase(provider);
    await withApps(db);
    const id = await createAlice(db, { range: '10.1.2.7', rangeLabel: 'Desk' });
    expect(await db.ipRange.findMany({ select: { label: true, userId: true } })).toEqual([
      { label: 'Desk', userId: id },
    ]);
    expect((await getUser(db, id)).rule).toMatchObject({ email: 'alice@example.com', apps: ['sales'] });
    const events = await db.changeEvent.findMany({
      select: { entity: true, kind: true },
      orderBy: { id: 'asc' },
    });
    expect(events).toEqual([
      { entity: 'User', kind: 'create' },
      { entity: 'IpRange', kind: 'create' },
    ]);
  });

  test('an email in use, a range in use and an app that is not there are told at once; nothing is written', async () => {
    const { db } = await freshDatabase(provider);
    await withApps(db);
    await createAlice(db, { range: '10.1.2.7' });
    const again = { email: 'ALICE@example.com', name: 'A', apps: ['nope'], range: '10.1.2.7' };
    expect(await edit(db, CreateUser, again).catch(problemsOf)).toEqual([
      ['email', 'EMAIL_TAKEN'],
      ['apps.0', 'APP_UNKNOWN'],
      ['range', 'RANGE_TAKEN'],
    ]);
    expect(await db.user.count()).toBe(1);
    expect(await db.changeEvent.count()).toBe(2);
  });

  test('the second of two who edit one user gets the row as it is, and nothing is lost', async () => {
    const { db } = await freshDatabase(provider);
    await withApps(db);
    const id = await createAlice(db);
    const { version } = await getUser(db, id);
    const save = (name: string) => edit(db, UpdateUser, { ...alice, id, version, name });
    const results = await Promise.allSettled([save('First'), save('Second')]);
    const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    expect(lost).toHaveLength(1);
    expect(lost[0]).toBeInstanceOf(Conflict);
    const now = await getUser(db, id);
    expect(lost[0]).toMatchObject({ current: { name: now.rule.name }, version: now.version });
  });

  test('saving what is there already writes nothing', async () => {
    const { db } = await freshDatabase(provider);
    await withApps(db);
    const id = await createAlice(db);
    const { version } = await getUser(db, id);
    expect((await edit(db, UpdateUser, { ...alice, id, version })).changes).toEqual([]);
    expect((await edit(db, EnableUsers, { ids: [id], enabled: true })).changes).toEqual([]);
    expect((await edit(db, GrantAppsToUsers, { ids: [id], apps: ['sales'] })).changes).toEqual([]);
    expect(await db.changeEvent.count()).toBe(1);
    expect((await getUser(db, id)).version).toBe(version);
  });

  test('granted apps come after the ones that are there', async () => {
    const { db } = await freshDatabase(provider);
    await withApps(db);
    const id = await createAlice(db, { apps: ['stock'] });
    await edit(db, GrantAppsToUsers, { ids: [id], apps: ['sales', 'stock'] });
    expect((await getUser(db, id)).rule.apps).toEqual(['stock', 'sales']);
  });

  test('a deleted user’s ranges go along, or stay without an owner; the account always goes', async () => {
    const { db } = await freshDatabase(provider);
    await withApps(db);
    for (const fate of ['delete', 'keep']) {
      const id = await createAlice(db, { range: '10.1.2.7' });
      await db.account.create({ data: { userId: id, role: 'viewer' } });
      const { changes } = await edit(db, DeleteUsers, { ids: [id], ranges: fate });
      expect(changes.map(({ entity, kind }) => `${entity} ${kind}`)).toEqual([
        ...['User delete', 'Account delete', fate === 'delete' ? 'IpRange delete' : 'IpRange update'],
      ]);
      expect(await db.user.count()).toBe(0);
      expect(await db.account.count()).toBe(0);
      expect(await db.ipRange.findMany({ select: { userId: true } })).toEqual(
        fate === 'delete' ? [] : [{ userId: null }],
      );
    }
  });

  test('who has been deleted meanwhile is left out; a Refusal where nobody is left', async () => {
    const { db } = await freshDatabase(provider);
    await withApps(db);
    const id = await createAlice(db);
    expect((await edit(db, EnableUsers, { ids: [id, 999], enabled: false })).changes).toHaveLength(1);
    await expect(edit(db, EnableUsers, { ids: [999], enabled: false })).rejects.toThrow(Refusal);
  });
});
