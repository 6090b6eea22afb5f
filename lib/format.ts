// Moments and numbers as people read them: in their language and their time zone. Pure.

import type { Locale } from './i18n';

/** Whose language and time zone; an Administrator is one. */
export type Reader = { readonly locale: Locale; readonly timeZone: string };

/** Making a formatter takes a thousand times as long as using one. Keys are locales, known time zones and styles: few. */
const formatters = new Map<string, Intl.DateTimeFormat>();

const styles = {
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  // 24 hours: sorts by eye, and needs no room for AM and PM.
  moment: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  exact: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

function formatter(style: keyof typeof styles, { locale, timeZone }: Reader): Intl.DateTimeFormat {
  const key = `${style} ${locale} ${timeZone}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...styles[style], timeZone });
    formatters.set(key, made);
  }
  return made;
}

/**
 * Date and time to the minute.
 *
 * @param at ms since 1970
 * @example formatMoment(0, { locale: 'en', timeZone: 'Asia/Seoul' }) // 'Jan 1, 1970, 09:00'
 */
export function formatMoment(at: number, by: Reader): string {
  return formatter('moment', by).format(at);
}

/** Date and time to the second, with the time zone. `at`: ms since 1970. */
export function formatExactMoment(at: number, by: Reader): string {
  return formatter('exact', by).format(at);
}

/** The day. `at`: ms since 1970. */
export function formatDate(at: number, by: Reader): string {
  return formatter('date', by).format(at);
}

const units = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const relativeFormatters = new Map<Locale, Intl.RelativeTimeFormat>();

/**
 * How long ago, or in how long, in the largest unit that is full; «now» within a minute.
 *
 * @param at ms since 1970, as is `now`
 * @example formatRelative(now - 7_200_000, now, { locale: 'en' }) // '2 hours ago'
 */
export function formatRelative(at: number, now: number, { locale }: Pick<Reader, 'locale'>): string {
  let made = relativeFormatters.get(locale);
  if (!made) {
    made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    relativeFormatters.set(locale, made);
  }
  const distance = at - now;
  const [unit, length] = units.find(([, length]) => Math.abs(distance) >= length) ?? ['second', 1000];
  return unit === 'second' ? made.format(0, 'second') : made.format(Math.trunc(distance / length), unit);
}

const numberFormatters = new Map<string, Intl.NumberFormat>();

function numberFormatter(locale: Locale, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let made = numberFormatters.get(key);
  if (!made) {
    made = new Intl.NumberFormat(locale, options);
    numberFormatters.set(key, made);
  }
  return made;
}

/**
 * A number with its thousands grouped. Whole numbers of any size: an IPv6 block has 2^64 addresses and more.
 *
 * @example formatNumber(1234567, { locale: 'en' }) // '1,234,567'
 */
export function formatNumber(value: number | bigint, { locale }: Pick<Reader, 'locale'>): string {
  return numberFormatter(locale).format(value);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/**
 * A size in the unit that suits it, by thousands.
 *
 * @example formatBytes(1_500_000, { locale: 'en' }) // '1.5 MB'
 */
export function formatBytes(bytes: number, { locale }: Pick<Reader, 'locale'>): string {
  let unit = 0;
  let value = bytes;
  // 999.95 kB would be written as 1,000 kB.
  while (value >= 999.95 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  const options = {
    style: 'unit',
    unit: byteUnits[unit],
    maximumFractionDigits: unit === 0 ? 0 : 1,
  } as const;
  return numberFormatter(locale, options).format(value);
}

const durationUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A length of time in its two largest units.
 *
 * @param length in ms
 * @example formatDuration(3_725_000, { locale: 'en' }) // '1 hr 2 min'
 */
export function formatDuration(length: number, { locale }: Pick<Reader, 'locale'>): string {
  const seconds = Math.max(0, Math.floor(length / 1000));
  const first = durationUnits.findIndex(([, size]) => seconds >= size);
  const units = first === -1 ? durationUnits.slice(-1) : durationUnits.slice(first, first + 2);
  let rest = seconds;
  const parts = units.flatMap(([unit, size], i) => {
    const count = Math.floor(rest / size);
    rest %= size;
    if (count === 0 && i > 0) return [];
    return [numberFormatter(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count)];
  });
  return parts.join(' ');
}

/** The browser's time zone, which it writes itself. */
export const TIME_ZONE_COOKIE = 'sluice_tz';

/**
 * The time zone that a browser's cookie names, in its canonical spelling; this server's where it names none.
 *
 * @example timeZoneFrom('asia/seoul') // 'Asia/Seoul'
 */
export function timeZoneFrom(cookieValue: string | undefined): string {
  if (cookieValue && /^[A-Za-z][\w+/-]{1,63}$/.test(cookieValue)) {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: cookieValue }).resolvedOptions().timeZone;
    } catch {
      // RangeError: there is no such zone. The cookie is the browser's to write, and says nothing then.
    }
  }
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
