import { describe, expect, test } from 'vitest';
import { endOfDay, instantToWall, wallToInstant } from './zoned-time';

const HOUR = 60 * 60 * 1000;
const zones = [
  'UTC',
  'Asia/Seoul',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'America/St_Johns',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
];

describe('a moment on a clock', () => {
  test.each(zones)('in %s comes back as itself, through a year', (zone) => {
    const twice: string[] = [];
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7.5 * HOUR) {
      const instant = new Date(at).toISOString();
      if (wallToInstant(instantToWall(instant, zone)!, zone) !== instant) twice.push(instant);
    }
    // Only in the second of the hours that the clocks show twice, which is taken for the first.
    expect(twice.length).toBeLessThanOrEqual(1);
  });

  test('is shown in the zone, not in the browser’s or server’s', () => {
    expect(instantToWall('2026-11-22T00:30:00.000Z', 'Asia/Seoul')).toEqual({
      date: '2026-11-22',
      time: '09:30',
    });
    expect(instantToWall('2026-11-22T00:30:00.000Z', 'America/New_York')).toEqual({
      date: '2026-11-21',
      time: '19:30',
    });
  });

  test('shown twice is the first one, jumped over is behind the jump', () => {
    expect(wallToInstant({ date: '2026-11-01', time: '01:30' }, 'America/New_York')).toBe(
      '2026-11-01T05:30:00.000Z',
    );
    expect(wallToInstant({ date: '2026-03-08', time: '02:30' }, 'America/New_York')).toBe(
      '2026-03-08T07:30:00.000Z',
    );
    expect(instantToWall('2026-03-08T07:30:00.000Z', 'America/New_York')?.time).toBe('03:30');
  });

  test('just before and after a change of the clocks is exact', () => {
    expect(wallToInstant({ date: '2026-03-08', time: '01:59' }, 'America/New_York')).toBe(
      '2026-03-08T06:59:00.000Z',
    );
    expect(wallToInstant({ date: '2026-03-08', time: '03:00' }, 'America/New_York')).toBe(
      '2026-03-08T07:00:00.000Z',
    );
    expect(wallToInstant({ date: '2026-11-01', time: '02:00' }, 'America/New_York')).toBe(
      '2026-11-01T07:00:00.000Z',
    );
  });

  test.each([
    ['2026-02-30', '10:00'],
    ['2026-13-01', '10:00'],
    ['2026-01-01', '24:00'],
    ['', '10:00'],
    ['2026-01-01', ''],
    ['12026-01-01', '10:00'],
    ['0000-01-01', '00:00'],
  ])('%s %s is none', (date, time) => {
    expect(wallToInstant({ date, time }, 'Asia/Seoul')).toBeNull();
  });

  test('that is not one has no clock', () => {
    expect(instantToWall('soon', 'Asia/Seoul')).toBeNull();
  });
});

describe('the end of a day', () => {
  test('is the zone’s next midnight, also where a day has 23 hours', () => {
    expect(endOfDay(Date.parse('2026-11-22T03:00:00Z'), 'Asia/Seoul')).toBe('2026-11-22T15:00:00.000Z');
    expect(endOfDay(Date.parse('2026-11-22T15:00:00Z'), 'Asia/Seoul')).toBe('2026-11-23T15:00:00.000Z');
    expect(endOfDay(Date.parse('2026-03-08T12:00:00Z'), 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
  });

  test('is found beyond the end of a month and year', () => {
    expect(endOfDay(Date.parse('2026-12-28T03:00:00Z'), 'Asia/Seoul', 7)).toBe('2027-01-04T15:00:00.000Z');
  });
});
