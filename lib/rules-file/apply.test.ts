import { describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../db';
import { freshDatabase, providers } from '../testing/fresh-database';
import { type Random, seededRandom } from '../testing/random';
import { applyRules } from './apply';
import { type ExportFormat, exportRules } from './export';
import { parseRules } from './parse';
import { readPlain } from './plain-reader';
import { planJson, planReport, problemText } from './report';

const reserved = { HTTP_PORT: 8080, HTTPS_PORT: 8443, PORTAL_PORT: 8000, GUARD_PORT: 8001 };

type Given = { prune?: boolean; dryRun?: boolean };

async function apply(db: Database, text: string, { prune = false, dryRun = false }: Given = {}) {
  const { file, problems } = parseRules(Buffer.from(text), reserved);
  expect(problems).toEqual([]);
  const applied = await applyRules(db, file, { prune, dryRun, actor: 'command line' });
  if (!applied.ok)
    throw new Error(
      applied.problems.map((problem) => `${problem.line}: ${problemText(problem, 'en')}`).join('\n'),
    );
  return applied;
}

/** Added, changed, removed, unchanged and kept, of apps, users and ranges. */
async function counts(db: Database, text: string, given?: Given) {
  const { plan } = await apply(db, text, given);
  return [plan.apps, plan.users, plan.ranges].map(({ add, change, remove, unchanged, kept }) =>
    [add.length, change.length, remove.length, unchanged, kept].join(' '),
  );
}

async function exported(db: Database, format: ExportFormat = 'yaml'): Promise<string> {
  let text = '';
  await exportRules(db, format, async (piece) => {
    text += piece;
  });
  return text;
}

const sample = `apps:
  - { slug: finance, name: Finance, port: 8502, maintenance: true, maintenanceMessage: Quarter end, maintenanceUntil: 2026-12-31T09:00:00Z }
  - { slug: sales, name: Sales dashboard, port: 8501 }
users:
  - { email: alice@example.com, name: Alice Kim, department: Finance, apps: [finance, sales], landing: choose }
ranges:
  - { range: 10.1.2.0/24, label: Sales floor, apps: [sales] }
  - { range: 10.1.2.7, label: "Alice's desk", user: alice@example.com }
  - { range: 10.1.2.200-10.1.2.230, label: Meeting rooms, effect: deny, validUntil: 2026-12-31T09:00:00Z }
  - { range: "2001:db8::", label: "1e3", enabled: false }
`;

describe.each(providers)('rules as a file on %s', (provider) => {
  test('a first file is added whole, a second time nothing changes, and the export is the file', async () => {
    const { db } = await freshDatabase(provider);
    expect(await counts(db, sample, { dryRun: true })).toEqual(['2 0 0 0 0', '1 0 0 0 0', '4 0 0 0 0']);
    expect(await db.app.count()).toBe(0);
    expect(await counts(db, sample)).toEqual(['2 0 0 0 0', '1 0 0 0 0', '4 0 0 0 0']);
    const again = await apply(db, sample);
    expect(again).toMatchObject({ changed: false, revision: 1 });
    expect(await db.changeEvent.count()).toBe(7);
    expect(await exported(db)).toBe(sample);
    expect(await counts(db, await exported(db, 'json'), { prune: true })).toEqual([
      '0 0 0 2 0',
      '0 0 0 1 0',
      '0 0 0 4 0',
    ]);
  });

  test('only what differs is written, with before and after', async () => {
    const { db } = await freshDatabase(provider);
    await apply(db, sample);
    const changed = sample
      .replace('port: 8501', 'port: 8503')
      .replace('apps: [finance, sales]', 'apps: [sales, finance]')
      .replace('label: Meeting rooms, effect: deny', 'label: Meeting rooms, apps: [sales]')
      .replace(', validUntil: 2026-12-31T09:00:00Z', '');
    const { plan, revision } = await apply(db, changed);
    expect(revision).toBe(2);
    expect(planReport(plan, { locale: 'en', colour: false }).split('\n')).toEqual([
      'apps',
      '  ~ sales  port: 8501 → 8503',
      '',
      'users',
      '  ~ alice@example.com  apps: [finance, sales] → [sales, finance]',
      '',
      'ranges',
      '  ~ 10.1.2.200-10.1.2.230  apps: [] → [sales]',
      '                           effect: deny → allow',
      '                           validUntil: 2026-12-31T09:00:00.000Z → —',
      '',
      '        added  changed  removed  unchanged',
      'apps        0        1        0          1',
      'users       0        1        0          0',
      'ranges      0        1        0          3',
    ]);
    const events = await db.changeEvent.findMany({ where: { revision: 2 }, orderBy: { id: 'asc' } });
    expect(events).toMatchObject([
      { kind: 'update', entity: 'App', label: 'sales', before: { port: 8501 }, after: { port: 8503 } },
      {
        entity: 'User',
        label: 'alice@example.com',
        before: { apps: ['finance', 'sales'] },
        after: { apps: ['sales', 'finance'] },
      },
      {
        entity: 'IpRange',
        label: '10.1.2.200-10.1.2.230',
        before: { effect: 'deny', validUntil: '2026-12-31T09:00:00.000Z', user: null },
        after: { effect: 'allow', validUntil: null, apps: ['sales'] },
      },
    ]);
    expect(events.every(({ actor }) => actor === 'command line')).toBe(true);
    expect(await counts(db, changed, { prune: true })).toEqual(['0 0 0 2 0', '0 0 0 1 0', '0 0 0 4 0']);
  });

  test('a field that is left out goes back to its default', async () => {
    const { db } = await freshDatabase(provider);
    await apply(db, sample);
    await apply(db, 'ranges:\n  - { range: 10.1.2.7 }\n');
    const range = await db.ipRange.findFirstOrThrow({ where: { label: '', effect: 'allow' } });
    expect(range).toMatchObject({ label: '', userId: null });
  });

  test('what is not in the file stays, and goes with prune: ranges, then users, then apps', async () => {
    const { db } = await freshDatabase(provider);
    await apply(db, sample);
    const less = 'apps:\n  - { slug: sales, name: Sales dashboard, port: 8501 }\n';
    expect(await counts(db, less)).toEqual(['0 0 0 1 1', '0 0 0 0 1', '0 0 0 0 4']);
    expect(await counts(db, less, { prune: true })).toEqual(['0 0 1 1 0', '0 0 1 0 0', '0 0 4 0 0']);
    const events = await db.changeEvent.findMany({ where: { revision: 2 }, orderBy: { id: 'asc' } });
    expect(events.map(({ kind, entity }) => `${kind} ${entity}`)).toEqual([
      ...Array(4).fill('delete IpRange'),
      'delete User',
      'delete App',
    ]);
    expect(await db.ipRangeApp.count()).toBe(0);
    expect(await db.userApp.count()).toBe(0);
  });

  test('objects may refer to what is in the database only, except with prune', async () => {
    const { db } = await freshDatabase(provider);
    await apply(db, sample);
    const more = 'ranges:\n  - { range: 10.9.0.1, user: Alice@example.com, apps: [finance] }\n';
    await expect(apply(db, more, { prune: true })).rejects.toThrow(
      '2: apps: The app finance is in the database only, and --prune would remove it: write it in the file too.\n' +
        '2: user: The user alice@example.com is in the database only, and --prune would remove them: write them in the file too.',
    );
    expect(await counts(db, more)).toEqual(['0 0 0 0 2', '0 0 0 0 1', '1 0 0 0 4']);
    await expect(apply(db, 'ranges:\n  - { range: 10.9.0.2, apps: [finence] }\n')).rejects.toThrow(
      'did you mean finance?',
    );
  });

  test('ports are looked at as they are in the end: two apps may swap theirs, and none may take another’s', async () => {
    const { db } = await freshDatabase(provider);
    await apply(db, sample);
    const swapped =
      'apps:\n  - { slug: sales, name: S, port: 8502 }\n  - { slug: finance, name: F, port: 8501 }\n';
    expect(await counts(db, swapped)).toEqual(['0 2 0 0 0', '0 0 0 0 1', '0 0 0 0 4']);
    const taken = 'apps:\n  - { slug: hr, name: HR, port: 8501 }\n';
    await expect(apply(db, taken)).rejects.toThrow(
      '2: port: Port 8501 is already that of the app finance in the database',
    );
    expect(await db.app.count()).toBe(2);
  });

  test('nothing is applied unless all of it can be', async () => {
    const { db } = await freshDatabase(provider);
    await expect(apply(db, `${sample}  - { range: 10.5.0.0/16, apps: [nowhere] }\n`)).rejects.toThrow(
      'no app nowhere',
    );
    expect(await db.app.count()).toBe(0);
    expect((await db.ruleState.findFirstOrThrow()).revision).toBe(0);
  });

  test('two appliers at once: one goes first, the other works from what it left', async () => {
    const { db, url } = await freshDatabase(provider);
    const other = openDatabase(url, { busyTimeout: 0 });
    const one = openDatabase(url, { busyTimeout: 0 });
    const [a, b] = await Promise.all([apply(one, sample), apply(other, sample)]);
    await Promise.all([one.$disconnect(), other.$disconnect()]);
    expect([a.changed, b.changed].sort()).toEqual([false, true]);
    expect(await db.changeEvent.count()).toBe(7);
    expect(await exported(db)).toBe(sample);
  });

  test('an applier that another one overtook works out its plan again', async () => {
    const { db, url } = await freshDatabase(provider);
    await apply(db, sample);
    const other = openDatabase(url, { busyTimeout: 0 });
    const one = openDatabase(url, { busyTimeout: 0 });
    const texts = Array.from({ length: 6 }, (_, i) => sample.replace('Sales floor', `Floor ${i}`));
    const applied = await Promise.all(texts.map((text, i) => apply(i % 2 ? one : other, text)));
    await Promise.all([one.$disconnect(), other.$disconnect()]);
    const last = applied.reduce((latest, one) => (one.revision > latest.revision ? one : latest));
    const events = await db.changeEvent.findMany({
      where: { revision: { gt: 1 } },
      orderBy: { revision: 'asc' },
    });
    const labels = events.map(({ before, after }) => [
      (before as { label: string }).label,
      (after as { label: string }).label,
    ]);
    // Each change starts where the one before ended.
    for (let i = 1; i < labels.length; i++) expect(labels[i]![0]).toBe(labels[i - 1]![1]);
    expect(await exported(db)).toContain(labels.at(-1)![1]);
    expect(last.revision).toBe(1 + labels.length);
  });

  test('many rows are updated and removed at once', async () => {
    const { db } = await freshDatabase(provider);
    const file = (label: string, count: number) =>
      `${sample.split('ranges:')[0]}ranges:\n${Array.from({ length: count }, (_, i) => `  - { range: 10.2.${i >> 8}.${i & 255}, label: ${label} ${i}, user: alice@example.com, apps: [sales] }\n`).join('')}`;
    await apply(db, file('A', 5_500));
    expect(await counts(db, file('B', 5_500))).toEqual(['0 0 0 2 0', '0 0 0 1 0', '0 5500 0 0 0']);
    expect(await db.ipRange.count({ where: { label: { startsWith: 'B ' } } })).toBe(5_500);
    expect(await counts(db, file('B', 10), { prune: true })).toEqual([
      '0 0 0 2 0',
      '0 0 0 1 0',
      '0 0 5490 10 0',
    ]);
    expect(await db.ipRangeApp.count()).toBe(10);
  });

  test('export → apply changes nothing, whatever the texts are', async () => {
    const { db } = await freshDatabase(provider);
    for (let seed = 1; seed <= 8; seed++) {
      const rules = randomRules(seededRandom(seed));
      await apply(db, JSON.stringify(rules), { prune: true });
      const yaml = await exported(db);
      expect(await counts(db, yaml, { prune: true }), yaml).toEqual(
        [rules.apps, rules.users, rules.ranges].map(({ length }) => `0 0 0 ${length} 0`),
      );
      // The fast reader knows what the export writes, so that large exports are applied fast.
      expect(readPlain(yaml), yaml).toBeDefined();
      const json = await exported(db, 'json');
      expect((await apply(db, json, { prune: true })).changed).toBe(false);
    }
  });
});

test('an empty database is exported as empty sections', async () => {
  const { db } = await freshDatabase('sqlite');
  expect(await exported(db)).toBe('apps: []\nusers: []\nranges: []\n');
  expect(JSON.parse(await exported(db, 'json'))).toEqual({ apps: [], users: [], ranges: [] });
});

test('the report for programs is complete', async () => {
  const { db } = await freshDatabase('sqlite');
  await apply(db, sample);
  const { plan } = await apply(
    db,
    sample.replace('8501', '8503').replace(/ {2}- \{ range: 10.1.2.7.*\n/, ''),
    { prune: true },
  );
  expect(planJson(plan)).toMatchObject({
    apps: {
      added: [],
      changed: [{ slug: 'sales', fields: [{ field: 'port', before: 8501, after: 8503 }] }],
      unchanged: 1,
    },
    ranges: { removed: [{ range: '10.1.2.7', label: "Alice's desk" }], unchanged: 3 },
  });
});

const nasty = [
  ...[
    'yes',
    'No',
    'null',
    '~',
    'true',
    '1e3',
    '0x10',
    '0o7',
    '017',
    '1_000',
    '12:30',
    '1.5',
    '.5',
    '+1',
    '-',
    '--',
    '- a',
    '.inf',
    '8501',
  ],
  ...[
    '2026-12-31',
    '2026-12-31T18:00:00Z',
    '10.1.2.7',
    '::1',
    '#',
    'a #b',
    'a# b',
    ': ',
    'a: b',
    'a:b',
    'a:',
    ':a',
    '"',
    "'",
    `"'"`,
    '\\',
    '\\n',
  ],
  ...[
    '{',
    '}',
    '[a, b]',
    ',',
    'a, b',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%',
    '@',
    '`',
    '?',
    '? a',
    '<<',
    '=',
    '---',
    '...',
    '한국어 이름',
    '영업팀: 3층',
  ],
  ...[
    '🙂',
    '👩‍💻 dev',
    'é',
    'ｆｕｌｌ',
    '\u00a0x\u00a0y',
    '\u200b',
    'a\u200eb',
    '(a)',
    'a (b)',
    "Alice's desk",
    'x'.repeat(200),
    'A–B',
    'a\u0301',
    '\ufeffa',
  ],
];

function randomRules(random: Random) {
  const text = () =>
    (random.chance(0.7) ? random.pick(nasty) : `${random.pick(nasty)}${random.pick(nasty)}`).slice(0, 90);
  const maybe = <Value>(value: Value) => (random.chance(0.5) ? value : undefined);
  const slugs = ['a', 'no', '1', '0x1', 'null', 'sales-2', '1e3', 'y'];
  const apps = slugs.map((slug, i) => ({
    slug,
    name: text().trim() || 'x',
    description: maybe(text()),
    port: 8501 + i,
    scheme: maybe(random.pick(['http', 'https'])),
    host: maybe(random.pick(['apps.example.com', '10.0.0.1', '2001:db8::', '::1', 'null', 'a-b'])),
    path: maybe(random.pick(['/', '/a', '/%ED%95%9C', '/a,b', '/a=b'])),
    upstream: maybe(random.pick(['127.0.0.1:1', '[::1]:48501', 'null:80'])),
    guarded: maybe(random.chance(0.5)),
    enabled: maybe(random.chance(0.5)),
    note: maybe(text()),
  }));
  const granted = () => slugs.filter(() => random.chance(0.3)).sort(() => random.below(3) - 1);
  const users = Array.from({ length: 10 }, (_, i) => ({
    email: `${random.pick(["o'neil", '1', 'a+b', '#x', '{y}', '*'])}${i}@example.com`,
    name: text().trim() || 'x',
    department: maybe(text()),
    landing: maybe(random.pick(['first', 'choose'])),
    enabled: maybe(random.chance(0.5)),
    note: maybe(text()),
    apps: maybe(granted()),
  }));
  const ranges = Array.from({ length: 60 }, (_, i) => {
    const deny = random.chance(0.2);
    return {
      range: random.pick([
        `10.0.${i}.0/24`,
        `10.1.${i}.7`,
        `10.2.${i}.1-10.3.0.${i}`,
        `2001:db8:${i}::`,
        `2001:db8:${i}::/48`,
        `1:2:3:4:5:6:7:${i}`,
        `::${i + 1}`,
      ]),
      label: maybe(text()),
      effect: deny ? 'deny' : maybe('allow'),
      landing: deny ? undefined : maybe(random.pick(['first', 'choose'])),
      enabled: maybe(random.chance(0.5)),
      validFrom: maybe('2026-01-01T00:00:00.001+09:00'),
      validUntil: maybe(random.pick(['2026-12-31T18:00:00+09:00', '9999-12-31T23:59:59.999Z'])),
      note: maybe(text()),
      user: maybe(random.pick(users).email),
      apps: deny ? undefined : maybe(granted()),
    };
  });
  return { apps, users, ranges };
}
