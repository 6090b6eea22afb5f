import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findDatabaseProblem } from '@/lib/database-error';
import { openDatabase } from '@/lib/db';
import { homeDir } from '@/lib/env';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import type { AccessEvent } from './access-event';
import { AccessRecorder, type RecorderOptions } from './access-recorder';
import { Spool } from './spool';

let serial = 0;
const event = (fields: Partial<AccessEvent> = {}): AccessEvent => ({
  id: `0199aaaa-0000-7000-8000-${String(++serial).padStart(12, '0')}`,
  at: new Date('2026-06-01T12:00:00.123Z'),
  ...{
    address: '10.0.0.1',
    addressKey: '40000000000000000000000000a000001',
    outcome: 'deny',
    reason: 'NO_RANGE',
    rangeId: null,
    rangeLabel: null,
    userId: null,
  },
  ...{
    userEmail: null,
    appId: null,
    appSlug: null,
    target: null,
    host: 'example.com',
    path: '/',
    userAgent: 'a',
  },
  requestId: 'r',
  sessionId: null,
  bytesIn: null,
  bytesOut: null,
  duration: null,
  ...fields,
});

function recorderFor(databaseUrl: string, options: Partial<RecorderOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-spool-'));
  const spoolPath = join(folder, 'access.jsonl');
  const recorder = new AccessRecorder({ databaseUrl, mode: 'required', spoolPath, ...options });
  onTestFinished(async () => {
    await recorder.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { recorder, spoolPath: options.spoolPath ?? spoolPath };
}

const silenceErrors = () => vi.spyOn(process.stderr, 'write').mockImplementation(() => true);

describe.each(providers)('recording on %s', (provider) => {
  test('an event is in the database, whole, by the time record resolves', async () => {
    const { db, url } = await freshDatabase(provider);
    const { recorder } = recorderFor(url);
    const given = event({ rangeLabel: '«한국» \'";--', target: 'http://x:8501/', userAgent: 'a\\u0000b 😀' });
    await recorder.record(given);
    expect(await db.accessEvent.findMany()).toEqual([given]);
  });

  test('visitors who come together are all recorded, each once', async () => {
    const { db, url } = await freshDatabase(provider);
    const { recorder } = recorderFor(url);
    const events = Array.from({ length: 1500 }, () => event());
    await Promise.all(events.map((each) => recorder.record(each)));
    const rows = await db.accessEvent.findMany({ orderBy: { id: 'asc' }, select: { id: true } });
    expect(rows.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  test('required: an event that cannot be recorded is an error, and recording goes on once it can', async () => {
    const { db, url } = await freshDatabase(provider);
    const { recorder } = recorderFor(url, { patience: 100 });
    await db.$executeRawUnsafe('ALTER TABLE "AccessEvent" RENAME TO "Away"');
    await expect(recorder.record(event())).rejects.toThrow();
    expect(recorder.problem).toBeDefined();
    await db.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "AccessEvent"');
    await recorder.record(event());
    expect(recorder.problem).toBeUndefined();
    expect(await db.accessEvent.count()).toBe(1);
  });

  test('from a thread of its own: the same, and what is wrong with the database is told', async () => {
    const { db, url } = await freshDatabase(provider);
    const { recorder } = recorderFor(url, { inThread: true });
    const events = Array.from({ length: 30 }, () => event({ rangeLabel: '«한국» 😀' }));
    await Promise.all(events.map((each) => recorder.record(each)));
    expect(await db.accessEvent.findMany({ orderBy: { id: 'asc' } })).toEqual(events);
    await db.$executeRawUnsafe('ALTER TABLE "AccessEvent" RENAME TO "Away"');
    await expect(recorder.record(event())).rejects.toThrow();
    expect(findDatabaseProblem(recorder.problem)?.code).toBe('NOT_MIGRATED');
    await db.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "AccessEvent"');
    await recorder.record(event());
    expect(recorder.problem).toBeUndefined();
  });

  test('best-effort: events wait in a file while the database is away, and are written in in order, once', async () => {
    silenceErrors();
    const { db, url } = await freshDatabase(provider);
    const { recorder, spoolPath } = recorderFor(url, { mode: 'best-effort' });
    const events = Array.from({ length: 40 }, () => event());
    await recorder.record(events[0]!);
    await db.$executeRawUnsafe('ALTER TABLE "AccessEvent" RENAME TO "Away"');
    for (const each of events.slice(1, 30)) await recorder.record(each);
    expect(new Spool(spoolPath).read().map(({ id }) => id)).toEqual(events.slice(1, 30).map(({ id }) => id));
    await db.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "AccessEvent"');
    for (const each of events.slice(30)) await recorder.record(each);
    await vi.waitFor(() => expect(existsSync(spoolPath)).toBe(false), { timeout: 5000 });
    const rows = await db.accessEvent.findMany({ orderBy: { id: 'asc' } });
    expect(rows).toEqual(events);
  });

  test('events that an earlier run left in the file are written in at the start, even if some already were', async () => {
    silenceErrors();
    const { db, url } = await freshDatabase(provider);
    const { recorder: earlier, spoolPath } = recorderFor(url);
    const events = [event(), event(), event()];
    await earlier.record(events[0]!);
    new Spool(spoolPath).append(events);
    recorderFor(url, { spoolPath });
    await vi.waitFor(() => expect(existsSync(spoolPath)).toBe(false), { timeout: 5000 });
    expect(await db.accessEvent.findMany({ orderBy: { id: 'asc' } })).toEqual(events);
  });

  test.each(['required', 'best-effort'] as const)(
    'kill -9 loses no event that was answered (%s)',
    async (mode) => {
      const { db, url } = await freshDatabase(provider);
      const { spoolPath } = recorderFor(url);
      const program = join(homeDir, 'lib/testing/recording-process.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', program, url, mode, spoolPath], {
        cwd: homeDir,
      });
      let answered = '';
      child.stdout.on('data', (text) => {
        answered += text;
      });
      const exited = new Promise((resolve) => child.once('close', resolve));
      await vi.waitFor(() => expect(answered.length).toBeGreaterThan(4000), { timeout: 20_000 });
      child.kill('SIGKILL');
      await exited;
      const ids = answered.split('\n').filter((line) => line.length === 36);
      const rows = await db.accessEvent.findMany({ select: { id: true } });
      const kept = new Set([...rows, ...new Spool(spoolPath).read()].map(({ id }) => id));
      expect(ids.length).toBeGreaterThan(100);
      expect(ids.filter((id) => !kept.has(id))).toEqual([]);
    },
  );
});

describe('a SQLite file that another writer holds', () => {
  async function heldDatabase() {
    const { db, url } = await freshDatabase('sqlite');
    const holder = openDatabase(url);
    await holder.$executeRawUnsafe('BEGIN IMMEDIATE');
    onTestFinished(() => holder.$disconnect());
    return { db, url, release: () => holder.$executeRawUnsafe('COMMIT') };
  }

  test('is waited for without holding up anything else, and then written to', async () => {
    const { db, url, release } = await heldDatabase();
    const { recorder } = recorderFor(url);
    const recorded = recorder.record(event());
    let ticks = 0;
    for (const started = Date.now(); Date.now() - started < 300; ticks++) await sleep(5);
    expect(ticks).toBeGreaterThan(20);
    await release();
    await recorded;
    expect(await db.accessEvent.count()).toBe(1);
  });

  test('is given up after the patience, with an error', async () => {
    const { db, url, release } = await heldDatabase();
    const { recorder } = recorderFor(url, { patience: 200 });
    await expect(recorder.record(event())).rejects.toThrow();
    await release();
    expect(await db.accessEvent.count()).toBe(0);
  });

  test('best-effort: visitors go on to the spool while it is being written in', async () => {
    silenceErrors();
    const { db, url, release } = await heldDatabase();
    const { recorder, spoolPath } = recorderFor(url, { mode: 'best-effort', patience: 60_000 });
    const events = Array.from({ length: 12 }, () => event());
    // Long enough for the attempt to write in to have begun, and to be waiting for the lock.
    for (const each of events) await recorder.record(each).then(() => sleep(150));
    expect(new Spool(spoolPath).read().map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    await release();
    await vi.waitFor(() => expect(existsSync(spoolPath)).toBe(false), { timeout: 5000 });
    expect(await db.accessEvent.findMany({ orderBy: { id: 'asc' } })).toEqual(events);
  });
});
