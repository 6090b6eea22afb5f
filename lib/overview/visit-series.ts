// How many visits there were, by outcome and by app: from the counts that a trigger keeps, never from the visits themselves.

import type { Database } from '../db';
import type { Reader } from '../format';

export const periods = ['day', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

export const outcomes = ['redirect', 'choose', 'unavailable', 'deny'] as const;
export type VisitOutcome = (typeof outcomes)[number];

const HOUR = 3_600_000;
const lengths = { day: { hours: 24 }, week: { days: 7 }, month: { days: 30 } } as const;

/** An hour, or a day of the reader's time zone. */
export type Slot = {
  /** Its beginning, or for a day an hour of it, in ms since 1970. */
  readonly at: number;
  readonly counts: Readonly<Record<VisitOutcome, number>>;
};

export type VisitSeries = { readonly unit: 'hour' | 'day'; readonly slots: readonly Slot[] };

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The reader's day that a moment falls on, as text that is the same for the whole day. */
function dayOf(at: number, { timeZone }: Pick<Reader, 'timeZone'>): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    dayFormats.set(timeZone, format);
  }
  return format.format(at);
}

/** The hours of a period up to now, the oldest first; of days, those that have begun at their midnight. */
function hoursOf(period: Period, now: number, by: Pick<Reader, 'timeZone'>): number[] {
  const length = lengths[period];
  const thisHour = Math.floor(now / HOUR) * HOUR;
  if ('hours' in length) {
    return Array.from({ length: length.hours }, (_, i) => thisHour - (length.hours - 1 - i) * HOUR);
  }
  const hours: number[] = [];
  const days = new Set<string>();
  for (let hour = thisHour; ; hour -= HOUR) {
    const day = dayOf(hour, by);
    if (!days.has(day) && days.size === length.days) return hours.reverse();
    days.add(day);
    hours.push(hour);
  }
}

/** The visits of a period that ends with the hour of `now` (ms since 1970), each slot with its counts, zeros included. */
export async function visitSeries(
  db: Database,
  period: Period,
  now: number,
  by: Pick<Reader, 'timeZone'>,
): Promise<VisitSeries> {
  const hours = hoursOf(period, now, by);
  const rows = await db.visitCount.groupBy({
    by: ['hour', 'outcome'],
    where: { hour: { gte: new Date(hours[0]!) }, outcome: { in: [...outcomes] } },
    _sum: { visits: true },
  });
  const unit = period === 'day' ? 'hour' : 'day';
  const slots = new Map<string, { at: number; counts: Record<VisitOutcome, number> }>();
  const keyOf = (at: number) => (unit === 'hour' ? String(at) : dayOf(at, by));
  for (const at of hours) {
    const key = keyOf(at);
    if (!slots.has(key)) slots.set(key, { at, counts: { redirect: 0, choose: 0, unavailable: 0, deny: 0 } });
  }
  for (const { hour, outcome, _sum } of rows) {
    const slot = slots.get(keyOf(hour.getTime()));
    if (slot) slot.counts[outcome as VisitOutcome] += _sum.visits ?? 0;
  }
  return { unit, slots: [...slots.values()] };
}

export type AppVisits = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly visits: number;
};

/** The apps with the most visits of a period; apps that are gone are left out. */
export async function topApps(
  db: Database,
  period: Period,
  now: number,
  by: Pick<Reader, 'timeZone'>,
  most = 6,
): Promise<AppVisits[]> {
  const since = new Date(hoursOf(period, now, by)[0]!);
  const rows = await db.visitCount.groupBy({
    by: ['appId'],
    // Outcomes named: so the key's index is followed, and denied visits to an app do not count as its visits.
    where: { hour: { gte: since }, outcome: { in: ['redirect', 'choose'] }, appId: { not: 0 } },
    _sum: { visits: true },
    orderBy: { _sum: { visits: 'desc' } },
    take: most,
  });
  const apps = await db.app.findMany({
    where: { id: { in: rows.map(({ appId }) => appId) } },
    select: { id: true, slug: true, name: true },
  });
  return rows.flatMap(({ appId, _sum }) => {
    const app = apps.find(({ id }) => id === appId);
    return app ? [{ ...app, visits: _sum.visits ?? 0 }] : [];
  });
}
