import { describe, expect, test } from 'vitest';
import { insertRows } from '@/lib/insert-rows';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { changePages, listChanges } from './changes';
import { changeLines, visitLines } from './log-export';
import { allowDeletion, deleteOld, retain } from './retention';
import { DAY } from './retention-setting';
import { idAt } from './visit-filter';
import { type Visit, visitColumns } from './visits';

const now = Date.now();
const visit = (daysAgo: number) => {
  const at = now - daysAgo * DAY;
  return {
    ...{ id: idAt(at), at: new Date(at), address: null, addressKey: null, outcome: 'deny' as const },
    ...{ reason: 'NO_RANGE', rangeId: null, rangeLabel: null, userId: null, userEmail: null, appId: null },
    ...{ appSlug: null, target: null, host: null, path: '/', userAgent: null, requestId: 'r' },
  };
};
const change = (daysAgo: number, fields: object = {}) => ({
  ...{ at: new Date(now - daysAgo * DAY), actor: 'a@example.com', kind: 'update' as const, entity: 'User' },
  ...{ entityId: 1, label: 'kim@example.com', before: { name: 'A' }, after: { name: 'B' }, ...fields },
});
const clock = { now, startOfToday: now - DAY / 2 };
const fromStart = { before: null, after: null };
const limits = { limit: 50, patience: 1000 };

describe.each(providers)('retention on %s', (provider) => {
  test('what is older than the settings allow goes, once a day, and is written down', async () => {
    const { db } = await freshDatabase(provider);
    const ages = [400, 40, 20, 6, 1, 0];
    await insertRows(db, 'AccessEvent', visitColumns, ages.map(visit));
    for (const age of ages) await db.changeEvent.create({ data: change(age) });
    await retain(db, now);
    expect(await db.accessEvent.count()).toBe(6);
    await db.setting.create({ data: { name: 'keepVisits', value: '10' } });
    await db.setting.create({ data: { name: 'keepChanges', value: '30' } });
    await retain(db, now);
    await retain(db, now + DAY / 4);
    expect(await db.accessEvent.count()).toBe(3);
    expect(await db.changeEvent.count({ where: { kind: 'update' } })).toBe(4);
    expect(await db.changeEvent.count({ where: { kind: 'retention' } })).toBe(2);
  });

  test('deletes in pieces, and only what was let go', async () => {
    const { db } = await freshDatabase(provider);
    const old = Array.from({ length: 700 }, (_, i) => visit(50 + i / 1000));
    await insertRows(db, 'AccessEvent', visitColumns, [...old, visit(3)]);
    expect(await deleteOld(db, 'AccessEvent')).toBe(0);
    await allowDeletion(db, 'AccessEvent', new Date(now - 10 * DAY), 'command line');
    expect(await deleteOld(db, 'AccessEvent')).toBe(700);
    expect(await db.accessEvent.count()).toBe(1);
  });
});

describe.each(providers)('the log of changes on %s', (provider) => {
  test('is found by person, kind, object and time', async () => {
    const { db } = await freshDatabase(provider);
    const rows = [
      change(9),
      change(8, { actor: 'b@example.com', kind: 'delete', after: null }),
      change(2, { entity: 'App', entityId: 1, label: 'sales' }),
      change(0, { entity: 'Session', entityId: null, kind: 'signIn', before: null, after: { browser: 'x' } }),
    ];
    for (const data of rows) {
      // Prisma tells JSON's null from the database's; here there is only the one.
      const { before, after, ...fields } = data as typeof data & {
        before: object | null;
        after: object | null;
      };
      await db.changeEvent.create({
        data: { ...fields, ...(before && { before }), ...(after && { after }) },
      });
    }
    const find = async (params: Parameters<typeof listChanges>[1]) =>
      (await listChanges(db, params, clock, fromStart, limits)).changes.map(({ id }) => id);
    expect(await find({})).toEqual([4, 3, 2, 1]);
    expect(await find({ person: 'a@example.com' })).toEqual([4, 3, 1]);
    expect(await find({ kind: 'delete' })).toEqual([2]);
    expect(await find({ kind: 'update', person: 'a@example.com' })).toEqual([3, 1]);
    expect(await find({ entity: 'User' })).toEqual([2, 1]);
    expect(await find({ entity: 'User', entityId: '1', kind: 'update' })).toEqual([1]);
    expect(await find({ entity: 'App', entityId: '1' })).toEqual([3]);
    expect(await find({ label: 'sales', person: 'b@example.com' })).toEqual([]);
    expect(await find({ last: 'week' })).toEqual([4, 3]);
    expect(await find({ until: new Date(now - 5 * DAY).toISOString(), kind: 'update' })).toEqual([1]);
    const [newest] = (await listChanges(db, {}, clock, fromStart, limits)).changes;
    expect(newest).toMatchObject({ before: null, after: { browser: 'x' }, at: now });
    let text = '';
    for await (const lines of changeLines(changePages(db, {}, clock), 'jsonl')) text += lines;
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual([4, 3, 2, 1]);
  });
});

test('a CSV of visits opens in a spreadsheet as text, whatever visitors sent', async () => {
  const { at, ...rest } = visit(0);
  const evil: Visit = {
    ...rest,
    at: at.getTime(),
    path: '=HYPERLINK("x")',
    userAgent: '+a,"b"',
    host: '한국.kr',
    ...{ sessionId: null, bytesIn: null, bytesOut: null, duration: null },
  };
  async function* pages() {
    yield [evil];
  }
  let text = '';
  for await (const lines of visitLines(pages(), 'csv')) text += lines;
  expect(text.startsWith('\ufeffid,at,address,')).toBe(true);
  expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  expect(text).toContain(`"'+a,""b"""`);
  expect(text).toContain('한국.kr');
  expect(text.endsWith('\r\n')).toBe(true);
});
