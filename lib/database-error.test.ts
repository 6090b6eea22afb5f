import { closeSync, copyFileSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  databaseProblemText,
  describeDatabaseError,
  diagnoseDatabase,
  findDatabaseProblem,
} from './database-error';
import { openDatabase } from './db';
import { deployMigrations } from './migrations';
import { emptyDatabaseUrl, freshDatabase, providers } from './testing/fresh-database';
import { freePort, runStatement } from './testing/postgresql-cluster';

const caught = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it worked'),
    (error: unknown) => error,
  );
const codeOf = async (work: Promise<unknown>) => describeDatabaseError(await caught(work)).code;

function open(url: string) {
  const db = openDatabase(url, { busyTimeout: 50 });
  onTestFinished(() => db.$disconnect());
  return {
    read: () => db.app.findMany(),
    write: () => db.$executeRaw`UPDATE "RuleState" SET "revision" = "revision" + 1`,
    writeModel: () => db.ruleState.update({ where: { id: 1 }, data: { revision: 2 } }),
    transaction: () =>
      db.$transaction((tx) => tx.$executeRaw`UPDATE "RuleState" SET "revision" = "revision" + 1`),
    db,
  };
}

describe.each(providers)('describeDatabaseError on %s', (provider) => {
  test('a database without tables is not migrated', async () => {
    const { read, write, transaction } = open(await emptyDatabaseUrl(provider));
    for (const work of [read, write, transaction]) expect(await codeOf(work())).toBe('NOT_MIGRATED');
  });

  test('a database of a newer version names what it has', async () => {
    const { db, url } = await freshDatabase(provider);
    await db.$executeRawUnsafe(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "started_at", "applied_steps_count")
       SELECT 'later', 'x', '29990101000000_later', "finished_at", "started_at", 1 FROM "_prisma_migrations" LIMIT 1`,
    );
    expect(describeDatabaseError(await caught(deployMigrations(url)))).toEqual({
      code: 'NEWER',
      detail: '29990101000000_later',
    });
  });

  test('edited and half-way migrations', async () => {
    const { db, url } = await freshDatabase(provider);
    await db.$executeRawUnsafe(`UPDATE "_prisma_migrations" SET "checksum" = 'other'`);
    expect(await codeOf(deployMigrations(url))).toBe('MIGRATION_EDITED');
    await db.$executeRawUnsafe(`UPDATE "_prisma_migrations" SET "finished_at" = NULL`);
    expect(await codeOf(deployMigrations(url))).toBe('MIGRATION_FAILED');
  });

  test('a broken rule of the program’s own is not the database’s trouble', async () => {
    const { db } = await freshDatabase(provider);
    await db.app.create({ data: { slug: 'a', name: 'A', port: 1 } });
    const error = await caught(db.app.create({ data: { slug: 'a', name: 'A', port: 1 } }));
    expect(findDatabaseProblem(error)).toBeUndefined();
    expect(findDatabaseProblem(new TypeError('x is not a function'))).toBeUndefined();
    expect(findDatabaseProblem(undefined)).toBeUndefined();
  });

  test('a healthy database, migrated or not, is diagnosed as such', async () => {
    expect(await diagnoseDatabase(await emptyDatabaseUrl(provider))).toBeUndefined();
    expect(await diagnoseDatabase((await freshDatabase(provider)).url)).toBeUndefined();
  });
});

describe('SQLite', () => {
  const pathOf = (url: string) => url.slice('file:'.length);

  test('locked by another process', async () => {
    const { url } = await freshDatabase('sqlite');
    const other = open(url);
    await other.db.$executeRawUnsafe('BEGIN IMMEDIATE');
    const { write, writeModel, transaction } = open(url);
    for (const work of [write, writeModel, transaction]) expect(await codeOf(work())).toBe('LOCKED');
  });

  test('read-only', async () => {
    const { url } = await freshDatabase('sqlite');
    const { db, write, writeModel } = open(url);
    await db.$executeRawUnsafe('PRAGMA query_only = ON');
    expect(await codeOf(write())).toBe('READ_ONLY');
    expect(await codeOf(writeModel())).toBe('READ_ONLY');
  });

  test('full', async () => {
    const { url } = await freshDatabase('sqlite');
    const { db } = open(url);
    await db.$executeRawUnsafe('PRAGMA max_page_count = 10');
    const data = Array.from({ length: 2000 }, (_, i) => ({
      slug: `app-${i}`,
      name: 'x'.repeat(100),
      port: 8501,
    }));
    expect(await codeOf(db.app.createMany({ data }))).toBe('FULL');
  });

  test('corrupt: damaged pages, and a file that is no database', async () => {
    const { db, url } = await freshDatabase('sqlite');
    await db.$disconnect();
    const damaged = `${pathOf(url)}.damaged`;
    copyFileSync(pathOf(url), damaged);
    const size = statSync(damaged).size;
    const file = openSync(damaged, 'r+');
    writeSync(file, Buffer.alloc(size - 4096, 0x5a), 0, size - 4096, 4096);
    closeSync(file);
    expect(await codeOf(open(`file:${damaged}`).read())).toBe('CORRUPT');

    const text = `${pathOf(url)}.txt`;
    writeFileSync(text, 'this is not a database\n'.repeat(100));
    expect(await codeOf(open(`file:${text}`).read())).toBe('CORRUPT');
    // The engine says «Error code 1»; the database itself is asked.
    expect(await codeOf(deployMigrations(`file:${text}`))).toBe('OTHER');
    expect((await diagnoseDatabase(`file:${text}`))?.code).toBe('CORRUPT');
  });

  test('a folder where the file should be, and a file where its folder should be', async () => {
    const url = await emptyDatabaseUrl('sqlite');
    mkdirSync(pathOf(url));
    expect(await codeOf(open(url).read())).toBe('UNREACHABLE');
    expect((await diagnoseDatabase(url))?.code).toBe('UNREACHABLE');
    const file = `${dirname(pathOf(url))}/file`;
    writeFileSync(file, '');
    expect((await diagnoseDatabase(`file:${file}/sluice.db`))?.code).toBe('UNREACHABLE');
  });
});

describe('PostgreSQL', () => {
  test('nobody listens, or no such host, and no password is shown', async () => {
    const { read, transaction } = open(
      `postgresql://sluice:hidden-word@127.0.0.1:${await freePort()}/sluice`,
    );
    for (const work of [read, transaction]) {
      const problem = describeDatabaseError(await caught(work()));
      expect(problem.code).toBe('UNREACHABLE');
      expect(databaseProblemText(problem, 'en')).not.toContain('hidden-word');
    }
    expect(await codeOf(open('postgresql://sluice@sluice.invalid/sluice').read())).toBe('UNREACHABLE');
  });

  test('no such database, no such user, no permission', async () => {
    const { url } = await freshDatabase('postgresql');
    expect(await codeOf(open(`${url}_other`).read())).toBe('UNREACHABLE');
    expect(await codeOf(open(url.replace('postgres@', 'stranger@')).read())).toBe('DENIED');
    await runStatement(url, 'CREATE ROLE reader LOGIN');
    onTestFinished(() => runStatement(url, 'DROP ROLE reader'));
    expect(await codeOf(open(url.replace('postgres@', 'reader@')).write())).toBe('DENIED');
  });

  test('locked and read-only', async () => {
    const { db, url } = await freshDatabase('postgresql');
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE "RuleState" SET "revision" = "revision" + 1`;
      const waiting = open(`${url}?options=-c%20lock_timeout%3D50`);
      expect(await codeOf(waiting.write())).toBe('LOCKED');
    });
    const readOnly = open(`${url}?options=-c%20default_transaction_read_only%3Don`);
    expect(await codeOf(readOnly.write())).toBe('READ_ONLY');
    expect(await codeOf(readOnly.writeModel())).toBe('READ_ONLY');
  });
});

test('every problem is worded in both languages, with its detail', () => {
  const codes = [
    'LOCKED',
    'READ_ONLY',
    'FULL',
    'CORRUPT',
    'UNREACHABLE',
    'DENIED',
    'NOT_MIGRATED',
    'NEWER',
    'OTHER',
  ] as const;
  for (const code of codes) {
    for (const locale of ['en', 'ko'] as const) {
      expect(databaseProblemText({ code, detail: 'the detail' }, locale)).toContain('the detail');
    }
  }
});
