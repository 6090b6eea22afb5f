// What is on record of sessions when their guard is killed.

import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import type { Verdict } from './authorise';
import { SessionLog } from './session-log';

const allowed = {
  allowed: true,
  decision: {
    address: '10.1.2.7',
    outcome: 'redirect',
    reason: 'FIRST_APP',
    range: null,
    user: null,
    app: null,
  },
} as unknown as Verdict & { allowed: true };
const visit = () => ({
  at: Date.now(),
  host: 'h',
  path: '/_stcore/stream',
  userAgent: null,
  requestId: 'r1',
});
const left = { reason: 'VISITOR_LEFT', detail: null, bytesIn: 1, bytesOut: 2, duration: 3 } as const;

describe.each(providers)('%s', (provider) => {
  async function guardFolder() {
    const { db, url } = await freshDatabase(provider);
    const dataDir = mkdtempSync(join(tmpdir(), 'sluice-sessions-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const open = () => new SessionLog({ databaseUrl: url, accessLog: 'required', dataDir });
    const eventsOf = async (sessionId: string) =>
      (await db.accessEvent.findMany({ where: { sessionId }, orderBy: { id: 'asc' } })).map(
        ({ outcome, reason, bytesIn, duration }) => ({ outcome, reason, bytesIn, duration }),
      );
    return { db, open, eventsOf, folder: join(dataDir, 'run', 'open-sessions') };
  }
  const began = { outcome: 'open', reason: 'SESSION_OPENED', bytesIn: null, duration: null };
  const killed = { outcome: 'close', reason: 'GUARD_KILLED', bytesIn: null, duration: null };

  test('the next guard records their ends, once, and no other session’s', async () => {
    const { db, open, eventsOf, folder } = await guardFolder();
    const [cut, over] = [randomUUID(), randomUUID()];
    const first = open();
    await first.opened(allowed, visit(), cut);
    const opening = await first.opened(allowed, visit(), over);
    await first.closed(over, opening, left, Date.now());
    expect(readdirSync(folder)).toEqual([`${cut}.jsonl`]);
    // A log that is closed records no ends by itself: as good as killed.
    await first.close();

    await open().close();
    expect(await eventsOf(cut)).toEqual([began, killed]);
    expect(await eventsOf(over)).toMatchObject([began, { outcome: 'close', reason: 'VISITOR_LEFT' }]);
    expect(readdirSync(folder)).toEqual([]);
    await open().close();
    expect(await db.accessEvent.count()).toBe(4);
  });

  test('a guard that is killed while it records the ends leaves nothing twice', async () => {
    const { open, eventsOf, folder } = await guardFolder();
    const id = randomUUID();
    const first = open();
    await first.opened(allowed, visit(), id);
    await first.close();
    const second = open();
    const noted = join(folder, `${id}.jsonl`);
    copyFileSync(noted, join(folder, '..', 'as-it-was'));
    await second.close();
    copyFileSync(join(folder, '..', 'as-it-was'), noted);
    await open().close();
    expect(await eventsOf(id)).toEqual([began, killed]);
  });

  test('an end that a guard was recording when it was killed is the one that stays', async () => {
    const { open, eventsOf, folder } = await guardFolder();
    const id = randomUUID();
    const first = open();
    const opening = await first.opened(allowed, visit(), id);
    const ended = first.closed(id, opening, left, Date.now());
    copyFileSync(join(folder, `${id}.jsonl`), join(folder, '..', 'as-it-was'));
    await ended;
    await first.close();
    copyFileSync(join(folder, '..', 'as-it-was'), join(folder, `${id}.jsonl`));
    await open().close();
    expect(await eventsOf(id)).toMatchObject([
      began,
      { outcome: 'close', reason: 'VISITOR_LEFT', duration: 3n },
    ]);
  });

  test('an opening that was noted and not recorded any more is recorded with its end', async () => {
    const [{ open, folder }, other] = [await guardFolder(), await guardFolder()];
    const id = randomUUID();
    const first = open();
    await first.opened(allowed, visit(), id);
    await first.close();
    mkdirSync(other.folder, { recursive: true });
    copyFileSync(join(folder, `${id}.jsonl`), join(other.folder, `${id}.jsonl`));
    await other.open().close();
    expect(await other.eventsOf(id)).toEqual([began, killed]);
  });

  test('a file that the disk had not taken yet is put away, and the others are heeded', async () => {
    const { open, eventsOf, folder } = await guardFolder();
    const id = randomUUID();
    const first = open();
    await first.opened(allowed, visit(), id);
    await first.close();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${randomUUID()}.jsonl`), '');
    await open().close();
    expect(await eventsOf(id)).toEqual([began, killed]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
