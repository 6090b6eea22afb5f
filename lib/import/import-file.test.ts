import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Administrator } from '../auth/administrator';
import { type Database, openDatabase } from '../db';
import { listText } from '../list-export';
import { freshDatabase, providers } from '../testing/fresh-database';
import { listVersionedUsers } from '../users/queries';
import { applyImport, previewImport, StalePreview } from './import-file';
import { type ImportKind, importPaths, rowMarks, type Upload } from './import-state';
import { readRows } from './preview-rows';

const reserved = { HTTP_PORT: 8080, HTTPS_PORT: 8443, PORTAL_PORT: 8000, GUARD_PORT: 8001 };
const by: Administrator = {
  ...{ userId: 1, email: 'admin@example.com', name: 'Admin', role: 'admin', sessionId: 's' },
  ...{ address: '10.0.0.1', requestId: 'f'.repeat(32), locale: 'en', timeZone: 'UTC' },
};

/** A folder with an upload in it, as the portal makes one. */
function uploaded(kind: ImportKind, text: string, prune = false) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(importPaths(folder).file, text);
  const fileName = kind === 'rules' ? 'rules.yaml' : `${kind}.csv`;
  const upload: Upload = { id: 'x', userId: 1, fileName, kind, prune, size: text.length, at: 0 };
  return { folder, upload, reserved, report: () => {} };
}

/** Every row of the preview: mark, line and object. */
async function preview(db: Database, given: ReturnType<typeof uploaded>) {
  const made = await previewImport(db, given);
  const rows = [];
  for (const mark of rowMarks) rows.push(...(await readRows(given.folder, mark, 1)));
  return { ...made, rows: rows.map(({ mark, line, label }) => `${mark} ${line} ${label}`), details: rows };
}

type Fresh = Awaited<ReturnType<typeof freshDatabase>>;

async function apply({ db, url }: Fresh, given: ReturnType<typeof uploaded>, digest: string) {
  const committed = openDatabase(url);
  const options = { ...given, by, digest, keepsOwnAddress: false, committed };
  return applyImport(db, options).finally(() => committed.$disconnect());
}

async function importText(fresh: Fresh, kind: ImportKind, text: string, prune = false) {
  const given = uploaded(kind, text, prune);
  const { digest } = await previewImport(fresh.db, given);
  return apply(fresh, given, digest);
}

const apps = 'slug,name,port\nsales,Sales,8501\nhr,HR,8502\n';

describe.each(providers)('an import on %s', (provider) => {
  test('a preview marks every row and changes nothing', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    const given = uploaded('apps', 'slug,name,port\nsales,Sales,8501\nhr,People,8502\nlab,Lab,8503\nX,,1\n');
    const { rows, details, counts } = await preview(db, given);
    expect(rows).toEqual(['wrong 5 ', 'changed 3 hr', 'new 4 lab', 'same 2 sales']);
    expect(details[1]!.fields).toEqual([{ field: 'name', before: 'HR', after: 'People' }]);
    expect(counts).toMatchObject({ wrong: 1, problems: 2, changed: 1, new: 1, same: 1, removed: 0, kept: 0 });
    expect(await db.app.count()).toBe(2);
  });

  test('it is written whole, in the administrator’s name, with one event for the file', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    const events = await db.changeEvent.findMany({ orderBy: { id: 'asc' } });
    expect(events.map(({ kind, entity, label }) => [kind, entity, label])).toEqual([
      ['create', 'App', 'sales'],
      ['create', 'App', 'hr'],
      ['import', 'Rules', 'apps.csv'],
    ]);
    expect(events[2]).toMatchObject({
      ...{ actor: 'admin@example.com', actorId: 1, address: '10.0.0.1', requestId: 'f'.repeat(32) },
      after: {
        format: 'csv apps',
        added: 2,
        changed: 0,
        removed: 0,
        sha256: expect.stringMatching(/^\w{64}$/),
      },
    });
  });

  test('what would be written is what was seen: after somebody else’s change nothing is', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    const given = uploaded('users', 'email,name,apps\nkim@example.com,Kim,sales\n');
    const { digest } = await previewImport(db, given);
    await importText(fresh, 'users', 'email,name\nkim@example.com,Kim Haneul\n');
    const applying = apply(fresh, given, digest);
    await expect(applying).rejects.toThrow(StalePreview);
    expect(await db.user.findMany()).toMatchObject([{ name: 'Kim Haneul' }]);
    expect(await db.changeEvent.count({ where: { kind: 'import' } })).toBe(2);
  });

  test('nor after a backup was put back whose rules came to the same revision', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    const given = uploaded('users', 'email,name,apps\nkim@example.com,Kim,sales\n');
    const { digest } = await previewImport(db, given);
    await db.ruleState.update({ where: { id: 1 }, data: { revision: { decrement: 1 } } });
    await importText(fresh, 'users', 'email,name\nkim@example.com,Kim Haneul\n');
    await expect(apply(fresh, given, digest)).rejects.toThrow(StalePreview);
    expect(await db.user.findMany()).toMatchObject([{ name: 'Kim Haneul' }]);
  });

  test('a change that leaves what the file does as it was shown is no reason not to write it', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    const given = uploaded('users', 'email,name,apps\nkim@example.com,Kim,sales\n');
    const { digest } = await previewImport(db, given);
    await importText(fresh, 'users', 'email,name\nlee@example.com,Lee\n');
    await apply(fresh, given, digest);
    expect(await db.user.count()).toBe(2);
  });

  test('what the check has kept of its work is not needed', async () => {
    const fresh = await freshDatabase(provider);
    for (const damage of [rmSync, (path: string) => truncateSync(path, 20)]) {
      const port = await fresh.db.app.count();
      const given = uploaded('apps', `slug,name,port\na${port},A,${8501 + port}\n`);
      const { digest } = await previewImport(fresh.db, given);
      damage(importPaths(given.folder).plan);
      await apply(fresh, given, digest);
      expect(await fresh.db.app.count()).toBe(port + 1);
    }
  });

  test('what a list exports as CSV is the same when it is imported', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    const people = `email,name,note,landing,enabled,apps\na@b.c,"Kim, ""H""",'=1+1,choose,no,hr sales\n`;
    await importText(fresh, 'users', people);
    const [user] = await db.user.findMany();
    const stored = await listVersionedUsers(db, [user!.id]);
    expect(stored[0]!.rule).toMatchObject({ note: '=1+1', name: 'Kim, "H"', apps: ['hr', 'sales'] });
    async function* pages() {
      yield stored;
    }
    let text = '';
    for await (const piece of listText('users', pages(), 'csv')) text += piece;
    expect((await preview(db, uploaded('users', text))).rows).toEqual(['same 2 a@b.c']);
  });

  test('of the rules only those are read that the file names, under any spelling; the others are counted', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    const people = ['kim', 'lee', 'park'].map((name) => `${name}@example.com,${name}`);
    await importText(fresh, 'users', `email,name\n${people.join('\n')}\n`);
    const ranges = ['10.0.0.7,kim', '10.0.1.0/24,lee', '2001:db8::7,', '192.0.2.1-192.0.2.9,park'];
    const owned = ranges.map((line) => line.replace(/,(\w+)/, ',$1@example.com'));
    await importText(fresh, 'ranges', `range,user\n${owned.join('\n')}\n`);

    // No column for the owner: it stays as it is.
    const text = 'range,label\n10.0.0.7/32,Desk\n2001:DB8:0::7,\n192.0.2.1-192.0.2.9,Lab\n10.0.0.8,New\n';
    const named = await preview(db, uploaded('ranges', text));
    expect(named.rows.map((row) => row.split(' ')[0]).sort()).toEqual(['changed', 'changed', 'new', 'same']);
    expect(named.counts).toMatchObject({ changed: 2, new: 1, same: 1, kept: 2 + 3 + 1, problems: 0 });
    await importText(fresh, 'ranges', text);
    const desk = await db.ipRange.findFirstOrThrow({ where: { label: 'Desk' }, include: { user: true } });
    expect(desk.user!.email).toBe('kim@example.com');

    const owners = uploaded('ranges', 'range,user\n10.9.0.1,LEE@example.com\n10.9.0.2,leo@example.com\n');
    const { counts, details } = await preview(db, owners);
    expect(counts).toMatchObject({ new: 1, wrong: 1 });
    const [problem] = details.find(({ mark }) => mark === 'wrong')!.problems;
    expect(problem).toMatchObject({ code: 'USER_UNKNOWN', params: { suggestion: 'lee@example.com' } });

    const users = await preview(
      db,
      uploaded('users', 'email,name\nKIM@example.com,Kim\nnew@example.com,New\n'),
    );
    expect(users.counts).toMatchObject({ changed: 1, new: 1, kept: 2 + 2 + 5 });
    const file = 'ranges:\n  - range: 10.0.0.8\n    label: New\n  - range: 10.0.0.9\n';
    const { counts: byFile } = await preview(db, uploaded('rules', file));
    expect(byFile).toMatchObject({ same: 1, new: 1, problems: 0, kept: 2 + 3 + 4 });
  });

  test('a rules file removes what it does not name, but nobody who can sign in', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    await importText(fresh, 'apps', apps);
    await importText(fresh, 'users', 'email,name,apps\nadmin@b.c,Admin,hr;sales\nkim@b.c,Kim,sales\n');
    await db.account.create({
      data: {
        role: 'admin',
        user: { connect: { email: 'admin@b.c' } },
      },
    });
    const text =
      'apps:\n  - { slug: sales, name: Sales, port: 8501 }\nranges:\n  - { range: 10.0.0.1, user: admin@b.c }\n';
    const { rows, counts } = await preview(db, uploaded('rules', text, true));
    expect(rows).toEqual([
      'removed null hr',
      'removed null kim@b.c',
      'changed null admin@b.c',
      'new 4 10.0.0.1',
      'same 2 sales',
    ]);
    expect(counts.kept).toBe(1);
    await importText(fresh, 'rules', text, true);
    expect((await db.user.findMany()).map(({ email }) => email)).toEqual(['admin@b.c']);
    expect(await db.userApp.count()).toBe(1);
    expect(await db.account.count()).toBe(1);
  });

  test('long files are shown a page at a time', async () => {
    const fresh = await freshDatabase(provider);
    const { db } = fresh;
    const lines = Array.from({ length: 120 }, (_, i) => `10.0.0.${i},책상 ${i}`);
    const given = uploaded('ranges', `range,label\n${lines.join('\n')}\n`);
    expect((await previewImport(db, given)).counts.new).toBe(120);
    const page = async (number: number) =>
      (await readRows(given.folder, 'new', number)).map(({ line }) => line);
    expect(await page(1)).toHaveLength(50);
    expect((await page(3)).at(-1)).toBe(121);
    expect(await page(4)).toEqual([]);
  });
});
