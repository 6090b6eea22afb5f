import { v7 as uuid } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Database } from '../db';
import { outerAddresses } from '../own-addresses';
import { addressToKey, parseAddress } from '../routing/address';
import { freshDatabase, providers } from '../testing/fresh-database';
import { deniedAddresses } from './denied-addresses';
import { lastChanges } from './last-changes';
import { expiringRanges, unusedRanges } from './ranges-to-check';
import { setUp } from './set-up';
import { topApps, visitSeries } from './visit-series';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 20, 3, 30);
const seoul = { timeZone: 'Asia/Seoul' };

type Visit = {
  at: number;
  address?: string;
  reason?: string;
  rangeId?: number;
  appId?: number;
  userAgent?: string;
};

async function visit(db: Database, { at, address = '10.1.2.7', reason = 'GRANTED', ...rest }: Visit) {
  const parsed = parseAddress(address);
  await db.accessEvent.create({
    data: {
      ...{ id: uuid({ msecs: at }), at: new Date(at), address, path: '/', requestId: 'r', reason, ...rest },
      addressKey: parsed.ok ? addressToKey(parsed.address) : null,
      outcome: reason === 'GRANTED' ? 'redirect' : 'deny',
    },
  });
}

async function range(db: Database, address: string, given: object = {}) {
  const parsed = parseAddress(address);
  const key = parsed.ok ? addressToKey(parsed.address) : '';
  return db.ipRange.create({ data: { first: key, last: key, label: address, ...given } });
}

describe.each(providers)('the overview on %s', (provider) => {
  test('visits are counted by hour for a day, and by the reader’s own days for a month', async () => {
    const { db } = await freshDatabase(provider);
    await visit(db, { at: now });
    await visit(db, { at: now, reason: 'NO_RANGE' });
    await visit(db, { at: now - HOUR });
    // 15:00 UTC is midnight in Seoul: the same day in UTC, two days there.
    await visit(db, { at: Date.UTC(2026, 10, 19, 14, 59) });
    await visit(db, { at: Date.UTC(2026, 10, 19, 15, 0) });
    await visit(db, { at: now - 40 * DAY });
    const day = await visitSeries(db, 'day', now, seoul);
    expect(day.slots).toHaveLength(24);
    expect(day.slots.at(-1)).toMatchObject({
      at: Date.UTC(2026, 10, 20, 3),
      counts: { redirect: 1, deny: 1 },
    });
    expect(day.slots.at(-2)!.counts.redirect).toBe(1);
    const month = await visitSeries(db, 'month', now, seoul);
    expect(month.slots).toHaveLength(30);
    expect(month.slots.slice(-2).map(({ counts }) => counts.redirect)).toEqual([1, 3]);
    const week = await visitSeries(db, 'week', now, { timeZone: 'UTC' });
    expect(week.slots).toHaveLength(7);
    expect(week.slots.slice(-2).map(({ counts }) => counts.redirect)).toEqual([2, 2]);
  });

  test('the apps that most visitors went to come first; denied visits do not count', async () => {
    const { db } = await freshDatabase(provider);
    const sales = await db.app.create({ data: { slug: 'sales', name: 'Sales', port: 8501 } });
    const hr = await db.app.create({ data: { slug: 'hr', name: 'HR', port: 8502 } });
    for (const appId of [sales.id, hr.id, hr.id]) await visit(db, { at: now, appId });
    for (let i = 0; i < 3; i++) await visit(db, { at: now, appId: sales.id, reason: 'APP_NOT_GRANTED' });
    expect(await topApps(db, 'week', now, seoul)).toEqual([
      { id: hr.id, slug: 'hr', name: 'HR', visits: 2 },
      { id: sales.id, slug: 'sales', name: 'Sales', visits: 1 },
    ]);
  });

  test('addresses that no rule covers are shown once, while they are still denied', async () => {
    const { db } = await freshDatabase(provider);
    for (let i = 0; i < 3; i++)
      await visit(db, { at: now - i * HOUR, address: '10.0.0.3', reason: 'NO_RANGE' });
    await visit(db, { at: now - HOUR, address: '10.0.0.4', reason: 'NO_RANGE' });
    await visit(db, { at: now, address: '10.0.0.4', reason: 'NO_APP' });
    await visit(db, { at: now, address: '10.0.0.5', reason: 'RANGE_DENIES' });
    await visit(db, { at: now - 8 * DAY, address: '10.0.0.6', reason: 'NO_RANGE' });
    await visit(db, { at: now, address: '10.0.0.7', reason: 'NO_RANGE' });
    expect(await deniedAddresses(db, now, (address) => address !== '10.0.0.7')).toEqual([
      { address: '10.0.0.3', reason: 'NO_RANGE', visits: 3, last: now },
      { address: '10.0.0.4', reason: 'NO_APP', visits: 1, last: now },
    ]);
  });

  test('what the doctor tried from this machine is not among them', async () => {
    const { db } = await freshDatabase(provider);
    for (const address of outerAddresses()) {
      await visit(db, { at: now, address, reason: 'NO_RANGE', userAgent: 'sluice-doctor' });
      await visit(db, { at: now, address, reason: 'NO_RANGE' });
    }
    await visit(db, { at: now, address: '10.0.0.3', reason: 'NO_RANGE', userAgent: 'sluice-doctor' });
    expect((await deniedAddresses(db, now, () => true)).map(({ address }) => address)).toEqual(['10.0.0.3']);
  });

  test('ranges that end soon are named, the next one first', async () => {
    const { db } = await freshDatabase(provider);
    const until = (days: number) => ({ validUntil: new Date(now + days * DAY) });
    await range(db, '10.0.0.1', until(9));
    await range(db, '10.0.0.2', until(2));
    await range(db, '10.0.0.3', until(-1));
    await range(db, '10.0.0.4', until(60));
    await range(db, '10.0.0.5', { ...until(1), enabled: false });
    await range(db, '10.0.0.6');
    expect((await expiringRanges(db, now)).map(({ range }) => range)).toEqual(['10.0.0.2', '10.0.0.1']);
  });

  test('old ranges that nobody came by are named; young, disabled and used ones are not', async () => {
    const { db } = await freshDatabase(provider);
    const old = { createdAt: new Date(now - 31 * DAY) };
    const used = await range(db, '10.0.0.1', old);
    const unused = await range(db, '10.0.0.2', old);
    await range(db, '10.0.0.3', { ...old, enabled: false });
    await range(db, '10.0.0.4', { createdAt: new Date(now) });
    await visit(db, { at: now, rangeId: used.id });
    expect(await unusedRanges(db, now)).toEqual([
      { id: unused.id, range: '10.0.0.2', label: '10.0.0.2', at: now - 31 * DAY },
    ]);
  });

  test('what one request did to many is one line of the last changes', async () => {
    const { db } = await freshDatabase(provider);
    const event = { at: new Date(now), actor: 'a@example.com', kind: 'create', requestId: 'r1' } as const;
    for (const label of ['x', 'y'])
      await db.changeEvent.create({ data: { ...event, entity: 'User', label } });
    await db.changeEvent.create({ data: { ...event, kind: 'import', entity: 'Rules', label: 'users.csv' } });
    await db.changeEvent.create({ data: { ...event, kind: 'signIn', entity: 'Account', label: 'a' } });
    expect(await lastChanges(db)).toMatchObject([
      { kind: 'import', label: 'users.csv', count: 1, at: now },
      { kind: 'create', label: 'y', count: 2 },
    ]);
  });

  test('a step of the set-up is done when what it asks for is there', async () => {
    const { db } = await freshDatabase(provider);
    await db.user.create({ data: { email: 'a@b.c', name: 'A', account: { create: { role: 'admin' } } } });
    const nothing = { app: false, user: false, range: false, visit: false, host: false };
    expect(await setUp(db, { publicHosts: [] })).toEqual(nothing);
    await db.user.create({ data: { email: 'b@b.c', name: 'B' } });
    await visit(db, { at: now });
    await visit(db, { at: now, reason: 'NO_RANGE' });
    expect(await setUp(db, { publicHosts: ['gate.example.com'] })).toEqual({
      ...nothing,
      ...{ user: true, visit: true, host: true },
    });
  });
});
