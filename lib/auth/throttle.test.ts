import { describe, expect, test } from 'vitest';
import { freshDatabase, providers } from '../testing/fresh-database';
import { clearOldThrottles, countAttempt, forgiveAttempt, throttleKeys } from './throttle';

const MINUTE = 60_000;
const start = Date.UTC(2026, 10, 1);
const at = (minutes: number) => new Date(start + minutes * MINUTE);

test('IPv6 addresses count by their /64, and emails whatever their case', () => {
  const key = (address: string, email = 'a@example.com') => throttleKeys(email, address);
  expect(key('2001:db8::1')).toEqual(key('2001:db8::ffff', 'A@EXAMPLE.com'));
  expect(key('2001:db8::1')).not.toEqual(key('2001:db8:0:1::1'));
  expect(key('10.0.0.1').address).not.toBe(key('10.0.0.2').address);
  expect(key('10.0.0.1').pair).not.toBe(key('10.0.0.1', 'b@example.com').pair);
});

describe.each(providers)('attempts on %s', (provider) => {
  test('five are free; each one after that waits longer, up to 15 minutes', async () => {
    const { db } = await freshDatabase(provider);
    const attempt = (minute: number) => countAttempt(db, 'a@example.com', '10.0.0.1', at(minute));
    for (let i = 1; i <= 5; i++) expect(await attempt(0)).toEqual({ admitted: true, locks: i === 5 });
    expect(await attempt(0.5)).toEqual({ admitted: false, seconds: 30 });
    let minute = 1;
    for (const lock of [2, 4, 8, 15, 15]) {
      expect(await attempt(minute)).toEqual({ admitted: true, locks: true });
      expect(await attempt(minute)).toEqual({ admitted: false, seconds: lock * 60 });
      minute += lock;
    }
    expect(await attempt(minute + 24 * 60)).toEqual({ admitted: true, locks: false });
  });

  test('a lock is of the email from that address only', async () => {
    const { db } = await freshDatabase(provider);
    for (let i = 0; i < 5; i++) await countAttempt(db, 'a@example.com', '10.0.0.1', at(0));
    const admitted = async (email: string, address: string) =>
      (await countAttempt(db, email, address, at(0))).admitted;
    expect(await admitted('a@example.com', '10.0.0.1')).toBe(false);
    expect(await admitted('a@example.com', '10.0.0.2')).toBe(true);
    expect(await admitted('b@example.com', '10.0.0.1')).toBe(true);
  });

  test('an address has twenty, whoever it tries to be', async () => {
    const { db } = await freshDatabase(provider);
    const attempt = (i: number, minute: number) =>
      countAttempt(db, `${i}@example.com`, '10.0.0.1', at(minute));
    for (let i = 1; i <= 20; i++) expect(await attempt(i, 0)).toEqual({ admitted: true, locks: i === 20 });
    expect(await attempt(21, 5)).toEqual({ admitted: false, seconds: 600 });
    expect(await attempt(22, 15)).toEqual({ admitted: true, locks: false });
  });

  test('a hundred at once get no further than one after another', async () => {
    const { db } = await freshDatabase(provider);
    const results = await Promise.all(
      Array.from({ length: 100 }, () => countAttempt(db, 'a@example.com', '10.0.0.1', at(0))),
    );
    expect(results.filter(({ admitted }) => admitted)).toHaveLength(5);
    expect(results.filter((result) => result.admitted && result.locks)).toHaveLength(1);
  });

  test('a right password takes back what was counted, and no more', async () => {
    const { db } = await freshDatabase(provider);
    const attempt = () => countAttempt(db, 'a@example.com', '10.0.0.1', at(0));
    for (let i = 0; i < 3; i++) await countAttempt(db, 'b@example.com', '10.0.0.1', at(0));
    for (let i = 0; i < 5; i++) await attempt();
    await forgiveAttempt(db, 'a@example.com', '10.0.0.1');
    expect(await attempt()).toEqual({ admitted: true, locks: false });
    const { address } = throttleKeys('', '10.0.0.1');
    expect(await db.signInThrottle.findUnique({ where: { key: address } })).toMatchObject({ failures: 8 });
  });

  test('old counts are forgotten', async () => {
    const { db } = await freshDatabase(provider);
    await countAttempt(db, 'a@example.com', '10.0.0.1', at(0));
    await clearOldThrottles(db, at(23 * 60));
    expect(await db.signInThrottle.count()).toBe(2);
    await clearOldThrottles(db, at(25 * 60));
    expect(await db.signInThrottle.count()).toBe(0);
  });
});
