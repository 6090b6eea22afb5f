import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '@/lib/db';
import { emptyDatabaseUrl, freshDatabase, providers } from '@/lib/testing/fresh-database';
import { freePort } from '@/lib/testing/postgresql-cluster';
import { runSluice } from '@/lib/testing/run-sluice';

const sample = `apps:
  - { slug: finance, name: Finance, port: 8502 }
  - { slug: sales, name: Sales dashboard, port: 8501 }
users:
  - { email: alice@example.com, name: Alice Kim, department: Finance, apps: [finance, sales], landing: choose }
ranges:
  - { range: 10.1.2.0/24, label: Sales floor, apps: [sales] }
  - { range: 10.1.2.7, label: "Alice's desk", user: alice@example.com }
  - { range: 10.1.2.200-10.1.2.230, label: Meeting rooms, effect: deny, validUntil: 2026-12-31T09:00:00Z }
`;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-rules-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe.each(providers)('the command line on %s', (provider) => {
  test('migrate, apply, apply again, change, export', async () => {
    const env = { DATABASE_URL: await emptyDatabaseUrl(provider) };
    const cwd = folder();
    writeFileSync(join(cwd, 'rules.yaml'), sample);

    const early = await runSluice(['apply', 'rules.yaml'], { env, cwd });
    expect(early).toMatchObject({ code: 1, stdout: '' });
    expect(early.stderr).toContain('Run “sluice migrate deploy”');
    expect(early.stderr.trim().split('\n')).toHaveLength(1);
    const pending = await runSluice(['migrate', 'status'], { env });
    expect(pending).toMatchObject({ code: 1, stderr: '' });
    expect(pending.stdout).toMatch(/\d migrations pending/);
    expect(await runSluice(['migrate', 'deploy'], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Applied 3 migrations:\n {2}\d+_initial\n {2}\d+_administration\n {2}\d+_enforcement\n$/,
      ),
    });
    expect((await runSluice(['migrate', 'status'], { env })).stdout).toContain('The database is up to date.');

    const dry = await runSluice(['apply', 'rules.yaml', '--dry-run'], { env, cwd });
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain('Dry run: nothing was changed.');
    expect(await runSluice(['apply', 'rules.yaml'], { env, cwd })).toEqual({
      code: 0,
      stderr: '',
      stdout: `apps
  + { slug: finance, name: Finance, port: 8502 }
  + { slug: sales, name: Sales dashboard, port: 8501 }

users
  + { email: alice@example.com, name: Alice Kim, department: Finance, apps: [finance, sales], landing: choose }

ranges
  + { range: 10.1.2.0/24, label: Sales floor, apps: [sales] }
  + { range: 10.1.2.7, label: "Alice's desk", user: alice@example.com }
  + { range: 10.1.2.200-10.1.2.230, label: Meeting rooms, effect: deny, validUntil: 2026-12-31T09:00:00Z }

        added  changed  removed  unchanged
apps        2        0        0          0
users       1        0        0          0
ranges      3        0        0          0

Applied as revision 1.
`,
    });
    const again = await runSluice(['apply', '-'], { env, input: sample });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to change.') });
    expect(await runSluice(['export'], { env })).toEqual({ code: 0, stderr: '', stdout: sample });

    const json = await runSluice(['export', '--format', 'json'], { env });
    const pruned = JSON.parse(json.stdout);
    pruned.ranges.pop();
    const removed = await runSluice(['apply', '-', '--prune', '--json'], {
      env,
      input: JSON.stringify(pruned),
    });
    expect(JSON.parse(removed.stdout)).toMatchObject({
      revision: 2,
      changed: true,
      dryRun: false,
      ranges: { removed: [{ range: '10.1.2.200-10.1.2.230', effect: 'deny' }], unchanged: 2 },
    });
  });
});

test('problems: all at once, with file and line, exit code 1, in either language, and nothing is applied', async () => {
  const { db, url } = await freshDatabase('sqlite');
  const env = { DATABASE_URL: url };
  const input =
    'apps:\n  - { slug: sales, name: Sales, port: 8080 }\nranges:\n  - { range: 10.0.0.7/24, apps: [slaes] }\n  - { range: 10.0.0.1, apps: [hr] }\n';
  expect(await runSluice(['apply', '-'], { env, input })).toEqual({
    code: 1,
    stdout: '',
    stderr: `stdin:2: port: Port 8080 is Sluice’s own (HTTP_PORT): give the app another port, such as 8501, or change HTTP_PORT.
stdin:4: range: “10.0.0.7/24” is an address inside a block, not the block. Did you mean 10.0.0.0/24 or 10.0.0.7?
stdin:4: apps: There is no app slaes: did you mean sales?
stdin:5: apps: There is no app hr: write one that is in the file or in the database.
4 problems. Nothing was changed.
`,
  });
  const korean = await runSluice(['apply', '-'], { env: { ...env, SLUICE_LANG: 'ko' }, input });
  expect(korean.stderr).toContain('stdin:4: range: “10.0.0.7/24”은(는) 블록이 아니라 블록 안의 주소입니다.');
  expect(korean.stderr).toContain('문제가 4건 있습니다.');
  const json = await runSluice(['apply', '-', '--json'], { env: { ...env, HTTP_PORT: '8090' }, input });
  expect(JSON.parse(json.stdout).problems).toMatchObject([
    { line: 4, field: 'range', code: 'HOST_BITS' },
    { line: 4, code: 'APP_UNKNOWN' },
    { line: 5, code: 'APP_UNKNOWN' },
  ]);
  expect(await db.app.count()).toBe(0);
});

test('ranges that overlap in part are warned about', async () => {
  const { url } = await freshDatabase('sqlite');
  const input = `${sample}  - { range: 10.1.2.220-10.1.3.5, apps: [finance] }\n`;
  const { code, stderr } = await runSluice(['apply', '-', '--dry-run'], {
    env: { DATABASE_URL: url },
    input,
  });
  expect(code).toBe(0);
  expect(stderr.trim().split('\n').sort()).toEqual([
    'warning: 10.1.2.200-10.1.2.230 and 10.1.2.220-10.1.3.5 overlap in part; 10.1.2.200-10.1.2.230 decides for 10.1.2.220-10.1.2.230, because it has fewer addresses or, of as many, starts later.',
    'warning: 10.1.2.220-10.1.3.5 and 10.1.2.0/24 overlap in part; 10.1.2.220-10.1.3.5 decides for 10.1.2.220-10.1.2.255, because it has fewer addresses or, of as many, starts later.',
  ]);
});

test('a file that is missing, a folder, or empty', async () => {
  const { url } = await freshDatabase('sqlite');
  const env = { DATABASE_URL: url };
  const cwd = folder();
  mkdirSync(join(cwd, 'rules'));
  writeFileSync(join(cwd, 'empty.yaml'), '');
  expect(await runSluice(['apply', 'rules.yaml'], { env, cwd })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'rules.yaml: there is no such file.\n',
  });
  expect((await runSluice(['apply', 'rules'], { env, cwd })).stderr).toBe(
    'rules: is a folder; name a file.\n',
  );
  expect((await runSluice(['apply', 'empty.yaml'], { env, cwd })).stderr).toContain(
    'empty.yaml:1: The file is empty',
  );
  expect(await runSluice(['export', '--format', 'xml'], { env })).toMatchObject({
    code: 1,
    stderr: '“xml” is not a format: write yaml or json.\n',
  });
});

describe('trouble with the database is one message that says what to do', () => {
  const one = async (given: string[], env: Record<string, string>) => {
    const { code, stderr } = await runSluice(given, { env, input: sample });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    return stderr;
  };

  test('locked for as long as the command waits is the other one’s turn', async () => {
    const { db, url } = await freshDatabase('sqlite');
    await db.$executeRawUnsafe('BEGIN IMMEDIATE');
    const running = runSluice(['apply', '-'], { env: { DATABASE_URL: url }, input: sample });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await db.$executeRawUnsafe('COMMIT');
    expect(await running).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('Applied as revision 1.'),
    });
  });

  test('not a database, a folder in its place, and a server that does not answer', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'text.db'), 'no database\n'.repeat(200));
    mkdirSync(join(cwd, 'folder.db'));
    for (const given of [['apply', '-'], ['export'], ['migrate', 'status'], ['migrate', 'deploy']]) {
      expect(await one(given, { DATABASE_URL: `file:${join(cwd, 'text.db')}` })).toContain(
        'is not a database',
      );
      expect(await one(given, { DATABASE_URL: `file:${join(cwd, 'folder.db')}` })).toContain(
        'cannot be reached',
      );
    }
    const nobody = `postgresql://sluice:hidden-word@127.0.0.1:${await freePort()}/sluice`;
    expect(await one(['export'], { DATABASE_URL: nobody })).toContain('cannot be reached');
    const status = await one(['migrate', 'status'], { DATABASE_URL: nobody });
    expect(status).toContain('cannot be reached');
    expect(status).not.toContain('hidden-word');
  });

  test.each(providers)('of a newer version (%s)', async (provider) => {
    const { db, url } = await freshDatabase(provider);
    await db.$executeRawUnsafe(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "started_at", "applied_steps_count")
       SELECT 'later', 'x', '29990101000000_later', "finished_at", "started_at", 1 FROM "_prisma_migrations" LIMIT 1`,
    );
    for (const given of [['apply', '-'], ['export'], ['migrate', 'deploy']]) {
      expect(await one(given, { DATABASE_URL: url })).toContain(
        'belongs to a newer version of Sluice: it has 29990101000000_later',
      );
    }
    const status = await runSluice(['migrate', 'status'], { env: { DATABASE_URL: url } });
    expect(status.code).toBe(1);
    expect(status.stdout).toContain('29990101000000_later  newer');
  });

  test('read-only (PostgreSQL)', async () => {
    const { url } = await freshDatabase('postgresql');
    const stderr = await one(['apply', '-'], {
      DATABASE_URL: `${url}?options=-c%20default_transaction_read_only%3Don`,
    });
    expect(stderr).toContain('can only be read');
  });

  test('variables that are wrong are all named', async () => {
    const { code, stderr } = await runSluice(['export'], {
      env: { HTTP_PORT: '0', DATABASE_URL: 'mysql://x' },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('HTTP_PORT');
    expect(stderr).toContain('DATABASE_URL');
    expect(stderr).not.toContain('    at ');
  });
});

test('two appliers at once, in processes of their own: both succeed, and the rules are written once', async () => {
  const { url } = await freshDatabase('sqlite');
  const env = { DATABASE_URL: url };
  const ran = await Promise.all([1, 2, 3].map(() => runSluice(['apply', '-'], { env, input: sample })));
  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
    [0, ''],
  ]);
  const outcomes = ran.map(({ stdout }) => stdout.trim().split('\n').at(-1));
  expect(outcomes.sort()).toEqual(['Applied as revision 1.', 'Nothing to change.', 'Nothing to change.']);
  const db = openDatabase(url);
  expect(await db.changeEvent.count()).toBe(6);
  await db.$disconnect();
});
