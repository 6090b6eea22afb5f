// Moments as a clock on a wall somewhere shows them. Pure: Intl's own calendar of time zones, nothing else.

/** What date and time inputs hold: `2026-11-22` and `09:30`. */
export type WallTime = { date: string; time: string };

const formats = new Map<string, Intl.DateTimeFormat>();

/** The zone's clock, as if it were UTC, in ms since 1970. */
function wallClock(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

/**
 * Date and time of a moment in a time zone, to the minute; null where the text is no moment.
 *
 * @example instantToWall('2026-11-22T00:30:00.000Z', 'Asia/Seoul') // { date: '2026-11-22', time: '09:30' }
 */
export function instantToWall(instant: string, timeZone: string): WallTime | null {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return null;
  const [date = '', time = ''] = new Date(wallClock(at, timeZone)).toISOString().split('T');
  return { date, time: time.slice(0, 5) };
}

/**
 * The moment at which a zone's clocks show a date and time, as ISO 8601 in UTC; null where it is not on the calendar. A time
 * that the clocks show twice is the first one; one that they jump over is as far behind the jump (RFC 5545 3.3.5).
 *
 * @example wallToInstant({ date: '2026-11-22', time: '09:30' }, 'Asia/Seoul') // '2026-11-22T00:30:00.000Z'
 */
export function wallToInstant({ date, time }: WallTime, timeZone: string): string | null {
  const [, year, month, day, hour, minute] =
    /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(`${date} ${time}`)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || hour > 23 || minute > 59 || year < 1970) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const written = new Date(wall);
  if (written.getUTCMonth() !== month - 1 || written.getUTCDate() !== day) return null;
  // The offsets a day before and after: they differ only where the clocks are changed in between.
  const before = wall - DAY - wallClock(wall - DAY, timeZone);
  const after = wall + DAY - wallClock(wall + DAY, timeZone);
  const shown = [wall + before, wall + after].filter((at) => wallClock(at, timeZone) === wall);
  return new Date(shown.length > 0 ? Math.min(...shown) : wall + before).toISOString();
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The midnight that ends a day: of today (0 days on), tomorrow (1) and so on, by the zone's calendar.
 *
 * @param at ms since 1970
 * @example endOfDay(Date.parse('2026-11-22T03:00:00Z'), 'Asia/Seoul') // '2026-11-22T15:00:00.000Z'
 */
export function endOfDay(at: number, timeZone: string, daysOn = 0): string {
  const today = new Date(wallClock(at, timeZone));
  const midnight = new Date(
    Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + daysOn + 1),
  );
  const instant = wallToInstant({ date: midnight.toISOString().slice(0, 10), time: '00:00' }, timeZone);
  if (!instant) throw new RangeError(`no day ends ${daysOn} days after ${new Date(at).toISOString()}`);
  return instant;
}
