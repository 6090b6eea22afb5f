import { describe, expect, test } from 'vitest';
import type { Database } from '../db';
import { freshDatabase, providers } from '../testing/fresh-database';
import { copyStates, type HealthState, healthTurns, STALE_AFTER, shareUp, uptime } from './health-history';

const NOW = Date.parse('2026-06-08T12:00:00Z');
const HOUR = 3_600_000;
const [A, B] = ['127.0.0.1:18501', '127.0.0.1:18502'];

/** Says what the keeper would have written: the turns in the order of time, and the state that they end in. */
async function keep(db: Database, turns: [upstream: string, state: HealthState, hoursAgo: number][]) {
  for (const [upstream, state, hoursAgo] of turns) {
    const at = new Date(NOW - hoursAgo * HOUR);
    await db.healthEvent.create({ data: { at, appId: 1, upstream, state, detail: '' } });
    const row = { state, since: at, checkedAt: new Date(NOW) };
    await db.appHealth.upsert({
      where: { appId_upstream: { appId: 1, upstream } },
      create: { appId: 1, upstream, ...row },
      update: row,
    });
  }
}

describe.each(providers)('what is known of an app’s health on %s', (provider) => {
  test('each copy has its state, and one that nobody has looked at for a while is said to be stale', async () => {
    const { db } = await freshDatabase(provider);
    await keep(db, [
      [A, 'up', 5],
      [B, 'down', 2],
    ]);
    const seen = await copyStates(db, 1, NOW);
    expect(seen.map(({ upstream, state, since, isStale }) => [upstream, state, since, isStale])).toEqual([
      [A, 'up', NOW - 5 * HOUR, false],
      [B, 'down', NOW - 2 * HOUR, false],
    ]);
    const later = await copyStates(db, 1, NOW + STALE_AFTER + 1);
    expect(later.every(({ isStale }) => isStale)).toBe(true);
    expect(await copyStates(db, 2, NOW)).toEqual([]);
  });

  test('turns come newest first, a page at a time, each once', async () => {
    const { db } = await freshDatabase(provider);
    const states: HealthState[] = ['up', 'down', 'up', 'down', 'up'];
    await keep(
      db,
      states.map((state, i) => [A, state, 10 - i] as [string, HealthState, number]),
    );
    const first = await healthTurns(db, 1, { before: null, take: 3 });
    expect([first.turns.length, first.more]).toEqual([3, true]);
    const second = await healthTurns(db, 1, { before: first.turns.at(-1)!.id, take: 3 });
    expect([second.turns.length, second.more]).toEqual([2, false]);
    expect([...first.turns, ...second.turns].map(({ state }) => state)).toEqual(states.reverse());
  });

  test('uptime is of the time that is known; a turn before the span says how it began', async () => {
    const { db } = await freshDatabase(provider);
    await keep(db, [[A, 'up', 300]]);
    expect(await uptime(db, 1, NOW)).toEqual({ day: 1, week: 1 });
    await keep(db, [
      [A, 'down', 18],
      [A, 'up', 12],
    ]);
    const { day, week } = await uptime(db, 1, NOW);
    expect(day).toBeCloseTo(18 / 24);
    expect(week).toBeCloseTo(162 / 168);
    expect(await uptime(db, 2, NOW)).toEqual({ day: null, week: null });
  });

  test('a copy that is gone does not keep the app up', async () => {
    const { db } = await freshDatabase(provider);
    await keep(db, [
      [A, 'up', 20],
      [B, 'down', 20],
    ]);
    await db.appHealth.delete({ where: { appId_upstream: { appId: 1, upstream: A } } });
    expect(await uptime(db, 1, NOW)).toEqual({ day: 0, week: 0 });
  });
});

test('an app is up as long as one of its copies is', () => {
  const turns = [
    { upstream: A, state: 'up', at: 0 },
    { upstream: B, state: 'up', at: 10 },
    { upstream: A, state: 'down', at: 50 },
    { upstream: B, state: 'down', at: 75 },
  ] as const;
  expect(shareUp(turns, 0, 100)).toBe(0.75);
  expect(shareUp(turns, 80, 100)).toBe(0);
  expect(shareUp(turns, 20, 60)).toBe(1);
  expect(shareUp([], 0, 100)).toBeNull();
  expect(shareUp(turns, -100, 100)).toBe(0.75);
});
