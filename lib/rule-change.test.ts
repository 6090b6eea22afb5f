import { describe, expect, test } from 'vitest';
import { createApps, deleteApps } from './apps/mutations';
import { listAppRules } from './apps/queries';
import { appSchema } from './apps/schema';
import { describeDatabaseError } from './database-error';
import { openDatabase } from './db';
import { changeRules } from './rule-change';
import { freshDatabase, providers } from './testing/fresh-database';
import { createUsers } from './users/mutations';
import { userSchema } from './users/schema';

const author = { actor: 'command line', requestId: 'r1' };
const app = (slug: string, port = 8501) => appSchema.parse({ slug, name: slug.toUpperCase(), port });

describe.each(providers)('changeRules on %s', (provider) => {
  test('writes, events and revision are committed together', async () => {
    const { db } = await freshDatabase(provider);
    const started = Date.now();
    const { revision, changes } = await changeRules(db, author, (tx) =>
      createApps(tx, [app('a'), app('b', 8502)]),
    );
    expect(revision).toBe(1);
    expect(changes.map(({ label }) => label)).toEqual(['a', 'b']);
    const events = await db.changeEvent.findMany({ orderBy: { id: 'asc' } });
    const ids = (await listAppRules(db)).map(({ id }) => id);
    expect(events).toMatchObject([
      {
        revision: 1,
        actor: 'command line',
        requestId: 'r1',
        kind: 'create',
        entity: 'App',
        entityId: ids[0],
        label: 'a',
      },
      {
        revision: 1,
        kind: 'create',
        entity: 'App',
        entityId: ids[1],
        label: 'b',
        before: null,
        after: { slug: 'b', port: 8502 },
      },
    ]);
    expect(Math.abs(events[0]!.at.getTime() - started)).toBeLessThan(60_000);
    expect((await db.ruleState.findFirstOrThrow()).revision).toBe(1);
  });

  test('what fails leaves nothing behind', async () => {
    const { db } = await freshDatabase(provider);
    const failing = changeRules(db, author, async (tx) => {
      await createApps(tx, [app('a')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await db.app.count()).toBe(0);
    expect(await db.changeEvent.count()).toBe(0);
    expect((await db.ruleState.findFirstOrThrow()).revision).toBe(0);
  });

  test('without a change nothing is written', async () => {
    const { db } = await freshDatabase(provider);
    expect(await changeRules(db, author, async () => [])).toEqual({ revision: 0, changes: [] });
    expect((await db.ruleState.findFirstOrThrow()).revision).toBe(0);
  });

  test('writers take turns, and each sees what the one before has done', async () => {
    const { db, url } = await freshDatabase(provider);
    const [one, other] = [openDatabase(url, { busyTimeout: 0 }), openDatabase(url, { busyTimeout: 0 })];
    const add = (client: typeof db) =>
      changeRules(client, author, async (tx) => createApps(tx, [app(`app-${await tx.app.count()}`)]));
    const done = await Promise.all([add(one), add(other), add(one), add(other)]);
    await Promise.all([one.$disconnect(), other.$disconnect()]);
    expect(done.map(({ revision }) => revision).sort()).toEqual([1, 2, 3, 4]);
    expect((await listAppRules(db)).map(({ rule }) => rule.slug)).toEqual([
      'app-0',
      'app-1',
      'app-2',
      'app-3',
    ]);
  });

  test('ids are never given again', async () => {
    const { db } = await freshDatabase(provider);
    const create = () => changeRules(db, author, (tx) => createApps(tx, [app('a'), app('b', 8502)]));
    const first = await create();
    await changeRules(db, author, async (tx) => deleteApps(tx, await listAppRules(tx)));
    const second = await create();
    expect(Math.min(...second.changes.map(({ id }) => Number(id)))).toBeGreaterThan(
      Math.max(...first.changes.map(({ id }) => Number(id))),
    );
    const byPrisma = await db.app.create({ data: { slug: 'c', name: 'C', port: 8503 } });
    expect(byPrisma.id).toBeGreaterThan(Number(second.changes.at(-1)!.id));
  });

  test('an app that somebody is granted cannot be deleted', async () => {
    const { db } = await freshDatabase(provider);
    await changeRules(db, author, async (tx) => [
      ...(await createApps(tx, [app('a')])),
      ...(await createUsers(tx, [userSchema.parse({ email: 'a@example.com', name: 'A', apps: ['a'] })])),
    ]);
    await expect(
      changeRules(db, author, async (tx) => deleteApps(tx, await listAppRules(tx))),
    ).rejects.toThrow();
    expect(await db.app.count()).toBe(1);
    expect((await db.ruleState.findFirstOrThrow()).revision).toBe(1);
  });
});

test('a turn that does not come in time is reported as such, and nothing is changed', async () => {
  const { db, url } = await freshDatabase('sqlite');
  const impatient = openDatabase(url, { busyTimeout: 50 });
  await changeRules(db, author, async (tx) => {
    const error = await changeRules(impatient, { ...author, patience: 100 }, (other) =>
      createApps(other, [app('b')]),
    ).catch((caught) => caught);
    expect(describeDatabaseError(error).code).toBe('LOCKED');
    return createApps(tx, [app('a')]);
  });
  expect((await listAppRules(impatient)).map(({ rule }) => rule.slug)).toEqual(['a']);
  await impatient.$disconnect();
});
