import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '@/lib/db';
import { homeDir } from '@/lib/env';
import { deployMigrations, migrationStatus } from '@/lib/migrations';
import { changeRules } from '@/lib/rule-change';
import { RuleTableFollower } from '@/lib/rule-table';
import { emptyDatabaseUrl, freshDatabase, providers } from '@/lib/testing/fresh-database';
import { runSluice } from '@/lib/testing/run-sluice';
import { writeBackupFile } from './backup-file';
import { checkBackup, createBackup, pruneBackups } from './create-backup';
import { postgresqlVariables } from './postgresql-client';
import { restoreBackup } from './restore-backup';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-backup-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const ports = (db: Database) =>
  db.app.findMany({ select: { slug: true, port: true }, orderBy: { id: 'asc' } });

/** Adds an app, or moves the one that is there, as the dashboard would. */
async function setPort(db: Database, slug: string, port: number): Promise<void> {
  await changeRules(db, { actor: 'test' }, async (tx) => {
    const data = { slug, name: slug, port };
    const { id } = await tx.app.upsert({ where: { slug }, create: data, update: data });
    return [{ entity: 'App', id, kind: 'update', label: slug, before: null, after: { port } }];
  });
}

const revisionOf = async (db: Database) => (await db.ruleState.findFirstOrThrow()).revision;

const restore = (path: string, databaseUrl: string, dataDir: string) =>
  restoreBackup(path, { databaseUrl, dataDir, force: false });

describe.each(providers)('a backup of %s', { timeout: 180_000 }, (provider) => {
  test('brings back what was there, keeps what is there, and is on record', async () => {
    const { db, url } = await freshDatabase(provider);
    const dataDir = folder();
    const env = { DATABASE_URL: url, DATA_DIR: dataDir };
    await setPort(db, 'sales', 8501);
    const made = await runSluice(['backup'], { env });
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(/read again and checked/);
    const [name = ''] = readdirSync(join(dataDir, 'backups'));
    expect(name).toMatch(/^sluice-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup$/);
    const path = join(dataDir, 'backups', name);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const event = { actor: 'command line', entity: 'Database', entityId: null, label: name };
    expect(await db.changeEvent.findMany({ where: { kind: 'backup' } })).toMatchObject([
      { ...event, revision: null },
    ]);

    await setPort(db, 'sales', 8599);
    await setPort(db, 'later', 8600);
    const before = await revisionOf(db);
    await db.$disconnect();
    const restored = await runSluice(['restore', path], { env });
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const kept = /kept: (.+)/.exec(restored.stdout)?.[1] ?? '';

    expect(await ports(db)).toEqual([{ slug: 'sales', port: 8501 }]);
    expect(await revisionOf(db)).toBeGreaterThan(before);
    expect((await migrationStatus(url)).pending).toEqual([]);
    const [on] = await db.changeEvent.findMany({ where: { kind: 'restore' } });
    expect(on).toMatchObject({ ...event, revision: await revisionOf(db) });
    expect(on?.after).toMatchObject({ file: path, kept });
    await expect(db.$executeRawUnsafe('DELETE FROM "ChangeEvent"')).rejects.toThrow('append-only');
    await setPort(db, 'after', 8700);

    const keptUrl = provider === 'sqlite' ? `file:${kept}` : await emptyDatabaseUrl(provider);
    if (provider === 'postgresql') await restore(kept, keptUrl, dataDir);
    const keptDb = openDatabase(keptUrl);
    onTestFinished(() => keptDb.$disconnect());
    expect(await ports(keptDb)).toEqual([
      { slug: 'sales', port: 8599 },
      { slug: 'later', port: 8600 },
    ]);
  });

  test('is of one moment while somebody writes', async () => {
    const { db, url } = await freshDatabase(provider);
    const path = join(folder(), 'one.backup');
    await setPort(db, 'a', 1);
    await setPort(db, 'b', 1);
    let port = 1;
    let stopped = false;
    const writer = (async () => {
      while (!stopped) {
        port++;
        await changeRules(db, { actor: 'writer' }, async (tx) => {
          await tx.app.updateMany({ data: { port } });
          return [{ entity: 'App', id: 1, kind: 'update', label: 'a', before: null, after: { port } }];
        });
        // Prisma on SQLite never leaves the thread: without a pause nothing else would be heard.
        await sleep(1);
      }
    })();
    // In a process of its own: SQLite's copying would hold the writer's thread.
    const made = await runSluice(['backup', path], { env: { DATABASE_URL: url, DATA_DIR: folder() } });
    stopped = true;
    await writer;
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const to = await emptyDatabaseUrl(provider);
    await restore(path, to, folder());
    const copy = openDatabase(to);
    onTestFinished(() => copy.$disconnect());
    const [a, b] = await ports(copy);
    expect(a?.port).toBe(b?.port);
    expect(a?.port).toBeLessThan(port);
    expect(await copy.changeEvent.count({ where: { actor: 'writer' } })).toBe(a!.port - 1);
  });

  test('does not bring back what had ended: sessions and links', async () => {
    const { db, url } = await freshDatabase(provider);
    const path = join(folder(), 'one.backup');
    const account = { create: { role: 'admin' as const } };
    const { id: userId } = await db.user.create({ data: { email: 'a@example.com', name: 'A', account } });
    const expiresAt = new Date(Date.now() + 3_600_000);
    await db.session.create({ data: { id: 'x', userId, lastSeenAt: new Date(), expiresAt } });
    await db.signInLink.create({ data: { id: 'y', expiresAt } });
    await createBackup(url, path);
    await db.$disconnect();
    await restore(path, url, folder());
    expect(await db.account.count()).toBe(1);
    expect([await db.session.count(), await db.signInLink.count()]).toEqual([0, 0]);
  });

  test('that is damaged, cut off, of another kind, or newer is refused, and nothing is changed', async () => {
    const { db, url } = await freshDatabase(provider);
    const dataDir = folder();
    const place = folder();
    const path = join(place, 'good.backup');
    await setPort(db, 'sales', 8501);
    await createBackup(url, path);
    await setPort(db, 'sales', 8502);
    await db.$disconnect();
    const good = readFileSync(path);
    const as = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(place, name), bytes);
      return join(place, name);
    };
    const flipped = (index: number) => {
      const bytes = Buffer.from(good);
      bytes[index]! ^= 1;
      return bytes;
    };
    for (const [name, bytes] of [
      ['bit', flipped(good.length - 200)],
      ['manifest', flipped(good.indexOf('\n') + 20)],
      ['checksum', flipped(40)],
      ['cut', good.subarray(0, good.length - 1)],
      ['half', good.subarray(0, good.length / 2)],
      ['head', good.subarray(0, 60)],
    ] as const) {
      await expect(restore(as(name, bytes), url, dataDir), name).rejects.toMatchObject({ code: 'DAMAGED' });
    }
    const none = restore(as('none', Buffer.from('rules: []\n')), url, dataDir);
    await expect(none).rejects.toMatchObject({ code: 'NOT_A_BACKUP' });
    const next = Buffer.from(good.toString('latin1').replace('sluice-backup 1', 'sluice-backup 2'), 'latin1');
    const form = restore(as('form', next), url, dataDir);
    await expect(form).rejects.toMatchObject({ code: 'NEWER_FORMAT' });
    await expect(restore(join(place, 'gone'), url, dataDir)).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const database = join(place, 'database');
    const manifest = await checkBackup(path, database, url);
    const rewritten = async (name: string, changes: object) => {
      await writeBackupFile(join(place, name), { ...manifest, ...changes }, database);
      return restore(join(place, name), url, dataDir);
    };
    const migrations = [...manifest.migrations, '29990101000000_later'];
    await expect(rewritten('newer', { migrations })).rejects.toMatchObject({ code: 'NEWER' });
    const rows = { ...manifest.rows, App: 7 };
    await expect(rewritten('rows', { rows })).rejects.toMatchObject({ code: 'DAMAGED' });
    const other = rewritten('other', { provider: provider === 'sqlite' ? 'postgresql' : 'sqlite' });
    await expect(other).rejects.toMatchObject({ code: 'OTHER_PROVIDER' });

    expect(await ports(db)).toEqual([{ slug: 'sales', port: 8502 }]);
    expect(await db.changeEvent.count({ where: { kind: 'restore' } })).toBe(0);
  });

  test('of an older release is brought up to this one', async () => {
    const { db, url } = await freshDatabase(provider);
    await db.$disconnect();
    const path = join(folder(), 'old.backup');
    const { applied } = await migrationStatus(url);
    const olderUrl = await emptyDatabaseUrl(provider);
    await deployMigrations(olderUrl, applied[0]);
    const older = openDatabase(olderUrl);
    const now = provider === 'sqlite' ? '0' : 'now()';
    await older.$executeRawUnsafe(
      `INSERT INTO "App" ("slug", "name", "port", "updatedAt") VALUES ('sales', 'Sales', 8501, ${now})`,
    );
    await older.$disconnect();
    const made = await runSluice(['backup', path], { env: { DATABASE_URL: olderUrl, DATA_DIR: folder() } });
    expect(made.code).toBe(0);
    expect(made.stderr).toContain('not in the audit log');
    await restore(path, url, folder());
    expect((await migrationStatus(url)).applied).toEqual(applied);
    expect(await db.app.findMany()).toMatchObject([{ slug: 'sales', guarded: false }]);
  });

  test('gets its name when it is whole: killed half-way there is none, and the next one cleans up', async () => {
    const { db, url } = await freshDatabase(provider);
    await setPort(db, 'sales', 8501);
    const place = folder();
    const path = join(place, 'killed.backup');
    const child = spawn(process.execPath, [join(homeDir, 'bin', 'sluice'), 'backup', path], {
      env: {
        ...{ PATH: process.env.PATH, PROXY_SECRET: 'p'.repeat(40), AUTH_SECRET: 'a'.repeat(40) },
        ...{ DATABASE_URL: url, DATA_DIR: folder() },
      } as unknown as NodeJS.ProcessEnv,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (readdirSync(place).length === 0) await sleep(1);
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(place)).toHaveLength(1);
    await createBackup(url, path);
    expect(readdirSync(place)).toEqual(['killed.backup']);
    await expect(createBackup(url, path)).rejects.toMatchObject({ code: 'EXISTS' });
  });

  test('on a full disk there is none, and it is said', async () => {
    const { db, url } = await freshDatabase(provider);
    const place = folder();
    // More than gzip and pg_dump can make small.
    const note = Array.from({ length: 40_000 }, () => Math.random().toString(36).slice(2)).join('');
    await db.user.create({ data: { email: 'a@example.com', name: 'A', note } });
    const full = await runSluice(['backup', join(place, 'disk', 'one.backup')], {
      env: { DATABASE_URL: url, DATA_DIR: folder() },
      wrapper: onSmallDisk(place),
    });
    expect(full).toMatchObject({ code: 1, stdout: 'left: \n' });
    expect(full.stderr).toMatch(/The disk of .*disk is full\. Nothing was changed\./);
    expect(full.stderr.trim().split('\n')).toHaveLength(1);
  });
});

/** Runs a command where `place/disk` is a disk of its own with little room, and says what it leaves there. */
function onSmallDisk(place: string): string[] {
  const disk = join(place, 'disk');
  mkdirSync(disk);
  const script = `mount -t tmpfs -o size=300k tmpfs "${disk}" || exit; "$@"; code=$?; echo "left: $(ls -A "${disk}")"; exit $code`;
  const namespace = process.getuid?.() === 0 ? '-m' : '-rm';
  return ['unshare', namespace, 'sh', '-c', script, 'sh'];
}

test('only so many are kept, and nothing else is deleted', async () => {
  const place = folder();
  const names = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => `sluice-${day}T00-00-00Z.backup`);
  const others = ['before-restore-2026-01-01T00-00-00Z.backup', 'mine.backup'];
  for (const name of [...names, ...others]) writeFileSync(join(place, name), '');
  expect(await pruneBackups(place, 2)).toBe(1);
  expect(readdirSync(place).sort()).toEqual([...others, ...names.slice(1)]);
  const { code, stderr } = await runSluice(['backup', '--keep', '0'], { env: { DATA_DIR: place } });
  expect([code, stderr]).toEqual([1, '--keep is a whole number from 1 on, not 0.\n']);
});

test('a SQLite database that somebody has open is not replaced under them', async () => {
  const { db, url } = await freshDatabase('sqlite');
  const dataDir = folder();
  await setPort(db, 'sales', 8501);
  const path = join(dataDir, 'one.backup');
  await createBackup(url, path);
  const rules = new RuleTableFollower(url, 'first');
  await rules.refresh();
  await db.$disconnect();
  const env = { DATABASE_URL: url, DATA_DIR: dataDir };
  const refused = await runSluice(['restore', path, '--force'], { env });
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is in use') });
  await rules.stop();
  expect((await runSluice(['restore', path], { env })).code).toBe(0);
});

test('a damaged SQLite database is replaced, kept, and its log is not played into the next one', async () => {
  const { db, url } = await freshDatabase('sqlite');
  const file = url.slice('file:'.length);
  const path = join(folder(), 'one.backup');
  await setPort(db, 'sales', 8501);
  await createBackup(url, path);
  const before = await revisionOf(db);
  await setPort(db, 'sales', 8502);
  const log = readFileSync(`${file}-wal`);
  await db.$disconnect();
  writeFileSync(`${file}-wal`, log);
  writeFileSync(file, 'no database any more'.repeat(1000));
  const { kept } = await restore(path, url, folder());
  expect(readFileSync(kept!, 'utf8')).toContain('no database any more');
  expect(await ports(db)).toEqual([{ slug: 'sales', port: 8501 }]);
  expect(await revisionOf(db)).toBeGreaterThan(before + 1000);
});

test('PostgreSQL: with --force those who are connected follow, also where the revision was the same', async () => {
  const { db, url } = await freshDatabase('postgresql');
  const dataDir = folder();
  const path = join(dataDir, 'one.backup');
  await setPort(db, 'sales', 8501);
  await createBackup(url, path);
  await setPort(db, 'sales', 8502);
  // The number that the backup has, with other rules.
  await db.$executeRaw`UPDATE "RuleState" SET "revision" = 1`;
  const rules = new RuleTableFollower(url, 'first');
  const port = () => [...rules.current()!.table.apps.values()][0]?.port;
  await rules.refresh();
  rules.start();
  onTestFinished(() => rules.stop());
  expect(port()).toBe(8502);

  const env = { DATABASE_URL: url, DATA_DIR: dataDir };
  const refused = await runSluice(['restore', path], { env });
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--force') });
  expect(await ports(db)).toEqual([{ slug: 'sales', port: 8502 }]);
  expect(await runSluice(['restore', path, '--force'], { env })).toMatchObject({ code: 0, stderr: '' });
  await expect.poll(port, { timeout: 20_000 }).toBe(8501);
  await setPort(db, 'sales', 8503);
  await expect.poll(port, { timeout: 20_000 }).toBe(8503);
});

test('the check of a backup changes nothing and says what it is', async () => {
  const { db, url } = await freshDatabase('sqlite');
  const path = join(folder(), 'one.backup');
  await createBackup(url, path);
  const env = { DATABASE_URL: url, DATA_DIR: folder() };
  const checked = await runSluice(['restore', path, '--dry-run'], { env });
  expect(checked).toMatchObject({ code: 0, stderr: '' });
  expect(checked.stdout).toMatch(/^The backup is whole: SQLite, made .+ by version \d/);
  expect(await db.changeEvent.count()).toBe(0);
});

test('a password of DATABASE_URL reaches PostgreSQL’s programs as a variable, never as an argument', () => {
  expect(postgresqlVariables('postgresql://me:p%40ss@[::1]:5433/my%20db?sslmode=require&schema=x')).toEqual({
    ...{ PGHOST: '::1', PGPORT: '5433', PGUSER: 'me', PGPASSWORD: 'p@ss', PGDATABASE: 'my db' },
    PGSSLMODE: 'require',
  });
});
