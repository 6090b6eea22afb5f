import { describe, expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import type { Mutation } from '@/lib/admin-action';
import type { Administrator } from '@/lib/auth/administrator';
import { type Database, openDatabase } from '@/lib/db';
import { Conflict, InvalidInput, Refusal } from '@/lib/errors';
import { decide } from '@/lib/routing/decide';
import { changeRules } from '@/lib/rule-change';
import { RuleTableFollower } from '@/lib/rule-table';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { CreateIpRange, DeleteIpRanges, EnableIpRanges, GrantAppsToIpRanges, UpdateIpRange } from './edits';
import { getRange } from './queries';

const by = { email: 'admin@example.com', locale: 'en' } as Administrator;

async function setUp(provider: (typeof providers)[number]) {
  const { db, url } = await freshDatabase(provider);
  for (const [i, slug] of ['sales', 'finance', 'wiki'].entries()) {
    await db.app.create({ data: { slug, name: slug, port: 8501 + i } });
  }
  await db.user.create({ data: { email: 'alice@example.com', name: 'Alice' } });
  const writer = openDatabase(url, { busyTimeout: 0 });
  onTestFinished(() => writer.$disconnect());
  const run = async <Schema extends z.ZodType>(mutation: Mutation<Schema>, input: unknown) => {
    const parsed = mutation.input.parse(input);
    const { changes } = await changeRules(writer, { actor: by.email }, (tx) =>
      mutation.write(tx, parsed, by),
    );
    return changes;
  };
  return { db, url, run };
}

const problemsOf = async (promise: Promise<unknown>) => {
  const error = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof InvalidInput)) throw new Error(`not InvalidInput: ${error}`);
  return error.problems.map(({ path, code }) => [path.join('.'), code]);
};

const eventCount = (db: Database) => db.changeEvent.count();

describe.each(providers)('edits of ranges on %s', (provider) => {
  test('a range is created with its owner and ordered apps, and is there once', async () => {
    const { db, run } = await setUp(provider);
    const input = { range: '10.0.0.7', label: 'Desk', user: 'Alice@example.com', apps: ['wiki', 'sales'] };
    const [change] = await run(CreateIpRange, input);
    expect(change).toMatchObject({ kind: 'create', label: '10.0.0.7', before: null });
    const { rule } = await getRange(db, change!.id!);
    expect(rule).toMatchObject({ label: 'Desk', user: 'alice@example.com', apps: ['wiki', 'sales'] });
    expect(await problemsOf(run(CreateIpRange, { range: '10.0.0.7-10.0.0.7' }))).toEqual([
      ['range', 'RANGE_EXISTS'],
    ]);
    expect(await eventCount(db)).toBe(1);
  });

  test('unknown apps and users are refused beside their fields, all at once', async () => {
    const { db, run } = await setUp(provider);
    const input = { range: '10.0.0.7', user: 'bob@example.com', apps: ['sales', 'sale'] };
    expect(await problemsOf(run(CreateIpRange, input))).toEqual([
      ['apps.1', 'APP_UNKNOWN'],
      ['user', 'USER_UNKNOWN'],
    ]);
    expect(await eventCount(db)).toBe(0);
  });

  test('the schema names the fields of a versioned input as those of a plain one', () => {
    const result = UpdateIpRange.input.safeParse(
      { id: 1, version: '', range: '10.0.0.7/24', effect: 'deny', apps: ['sales'] },
      { reportInput: true },
    );
    expect(result.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['range', 'HOST_BITS'],
      ['apps', 'DENY_APPS'],
    ]);
  });

  test('saving what is there already changes nothing; saving something else moves it', async () => {
    const { db, url, run } = await setUp(provider);
    const input = { range: '10.0.0.7', label: 'Desk', apps: ['sales'] };
    const [created] = await run(CreateIpRange, input);
    const id = created!.id!;
    const { version } = await getRange(db, id);
    expect(await run(UpdateIpRange, { id, version, ...input })).toEqual([]);
    expect(await eventCount(db)).toBe(1);

    const rules = new RuleTableFollower(url, 'first');
    onTestFinished(() => rules.stop());
    await rules.refresh();
    const reason = async (address: string) => {
      const { table } = await rules.refresh();
      return decide({ address, at: Date.now(), table }).reason;
    };
    expect(await reason('10.0.0.7')).toBe('FIRST_APP');
    const [moved] = await run(UpdateIpRange, { id, version, ...input, range: '10.9.0.0/24' });
    expect(moved).toMatchObject({ before: { range: '10.0.0.7' }, after: { range: '10.9.0.0/24' } });
    expect(await reason('10.0.0.7')).toBe('NO_RANGE');
    expect(await reason('10.9.0.99')).toBe('FIRST_APP');
    expect((await getRange(db, id)).rule.range).toBe('10.9.0.0/24');
  });

  test('an edit of what somebody else has changed is a conflict, with how it is now', async () => {
    const { db, run } = await setUp(provider);
    const [created] = await run(CreateIpRange, { range: '10.0.0.7', label: 'Desk' });
    const id = created!.id!;
    const { version } = await getRange(db, id);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await run(UpdateIpRange, { id, version, range: '10.0.0.7', label: 'Theirs' });
    const edit = run(UpdateIpRange, { id, version, range: '10.0.0.7', label: 'Mine' });
    const conflict = await edit.catch((error: unknown) => error);
    expect(conflict).toBeInstanceOf(Conflict);
    expect(conflict).toMatchObject({ current: { label: 'Theirs' } });
    expect((conflict as Conflict).version).toBe((await getRange(db, id)).version);
    await run(UpdateIpRange, {
      id,
      version: (conflict as Conflict).version,
      range: '10.0.0.7',
      label: 'Mine',
    });
    expect((await getRange(db, id)).rule.label).toBe('Mine');
    await expect(run(UpdateIpRange, { id: 999, version, range: '10.0.0.9' })).rejects.toThrow(Refusal);
  });

  test('many are disabled, given apps and deleted at once; what is so already is left out', async () => {
    const { db, run } = await setUp(provider);
    const create = async (range: string, rest: object = {}) => {
      const [change] = await run(CreateIpRange, { range, ...rest });
      return change!.id!;
    };
    const a = await create('10.0.0.1', { apps: ['sales'] });
    const b = await create('10.0.0.2', { enabled: false });
    const denying = await create('10.0.0.3', { effect: 'deny' });
    const ids = (changes: readonly { id: number | null }[]) => changes.map(({ id }) => id);

    expect(ids(await run(EnableIpRanges, { ids: [a, b, 999], enabled: false }))).toEqual([a]);
    expect(await run(EnableIpRanges, { ids: [a, b], enabled: false })).toEqual([]);
    const granted = await run(GrantAppsToIpRanges, { ids: [a, b], apps: ['wiki', 'sales'] });
    expect(granted.map(({ after }) => after!.apps)).toEqual([
      ['sales', 'wiki'],
      ['wiki', 'sales'],
    ]);
    expect(await problemsOf(run(GrantAppsToIpRanges, { ids: [a, denying], apps: ['nope'] }))).toEqual([
      ['apps.0', 'APP_UNKNOWN'],
      ['apps', 'DENYING_SELECTED'],
    ]);
    expect(ids(await run(DeleteIpRanges, { ids: [b, a, a] }))).toEqual([a, b]);
    expect(await db.ipRangeApp.count()).toBe(0);
    await expect(run(DeleteIpRanges, { ids: [a] })).rejects.toThrow(Refusal);
  });
});
