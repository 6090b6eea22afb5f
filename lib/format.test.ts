import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatDate,
  formatDuration,
  formatExactMoment,
  formatMoment,
  formatNumber,
  formatRelative,
  timeZoneFrom,
} from './format';

const seoul = { locale: 'ko', timeZone: 'Asia/Seoul' } as const;
const newYork = { locale: 'en', timeZone: 'America/New_York' } as const;
const at = Date.UTC(2026, 10, 22, 23, 57, 9);

describe('moments', () => {
  test('are told in the reader’s language and time zone, by the 24-hour clock', () => {
    expect(formatMoment(at, newYork)).toBe('Nov 22, 2026, 18:57');
    expect(formatMoment(at, seoul)).toBe('2026년 11월 23일 08:57');
    expect(formatDate(at, newYork)).toBe('Nov 22, 2026');
    expect(formatDate(at, seoul)).toBe('2026년 11월 23일');
  });

  test('begin the day at 00, not at 24', () => {
    expect(formatMoment(Date.UTC(2026, 0, 1, 5), newYork)).toBe('Jan 1, 2026, 00:00');
  });

  test('are told to the second with the zone where one looks closely', () => {
    expect(formatExactMoment(at, newYork)).toBe('Nov 22, 2026, 18:57:09 EST');
  });

  test('are told from now on in the largest full unit', () => {
    const minute = 60_000;
    expect(formatRelative(at - 30_000, at, newYork)).toBe('now');
    expect(formatRelative(at - 3 * minute, at, newYork)).toBe('3 minutes ago');
    expect(formatRelative(at - 119 * minute, at, newYork)).toBe('1 hour ago');
    expect(formatRelative(at + 24 * 60 * minute, at, newYork)).toBe('tomorrow');
    expect(formatRelative(at - 3 * minute, at, seoul)).toBe('3분 전');
  });
});

describe('numbers', () => {
  test('are grouped, whatever their size', () => {
    expect(formatNumber(1_234_567, newYork)).toBe('1,234,567');
    expect(formatNumber(2n ** 64n, newYork)).toBe('18,446,744,073,709,551,616');
  });

  test('of bytes have the unit that suits them', () => {
    expect(formatBytes(0, newYork)).toBe('0 byte');
    expect(formatBytes(999, newYork)).toBe('999 byte');
    expect(formatBytes(999_960, newYork)).toBe('1 MB');
    expect(formatBytes(1_500_000, newYork)).toBe('1.5 MB');
  });
});

test('a length of time is told in its two largest units', () => {
  expect(formatDuration(0, newYork)).toBe('0 sec');
  expect(formatDuration(59_999, newYork)).toBe('59 sec');
  expect(formatDuration(3_725_000, newYork)).toBe('1 hr 2 min');
  expect(formatDuration(3_605_000, newYork)).toBe('1 hr');
  expect(formatDuration(90_061_000, seoul)).toBe('1일 1시간');
});

describe('the browser’s time zone', () => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

  test('is taken where it is one, in its canonical spelling', () => {
    expect(timeZoneFrom('Asia/Seoul')).toBe('Asia/Seoul');
    expect(timeZoneFrom('asia/seoul')).toBe('Asia/Seoul');
  });

  test.each([undefined, '', 'Mars/Olympus', '+09:00', 'Asia/Seoul; x=1', 'A'.repeat(5000)])(
    'is this server’s where the cookie says %s',
    (cookie) => {
      expect(timeZoneFrom(cookie)).toBe(own);
    },
  );
});
