// What is known of an app's health: of each copy, and over time. Read from what the keeper has written.

import type { Database } from '../db';

const HOUR = 3_600_000;
/** In ms, with the names that the words of it have. */
export const uptimePeriods = { day: 24 * HOUR, week: 7 * 24 * HOUR } as const;
export type UptimePeriod = keyof typeof uptimePeriods;

/** The keeper says that it is at work every half minute; after this long it is not, in ms. */
export const STALE_AFTER = 2 * 60_000;

export type HealthState = 'up' | 'down';

export type CopyState = {
  /** host:port */
  readonly upstream: string;
  readonly state: HealthState;
  /** In ms since 1970. */
  readonly since: number;
  /** Why it is down, as the check got it. */
  readonly detail: string;
  /** Nobody has looked for a while: this is the last that is known. */
  readonly isStale: boolean;
};

/** The copies of an app that have been asked, by place. */
export async function copyStates(db: Database, appId: number, now: number): Promise<CopyState[]> {
  const rows = await db.appHealth.findMany({ where: { appId }, orderBy: { upstream: 'asc' } });
  return rows.map(({ upstream, state, since, detail, checkedAt }) => ({
    ...{ upstream, state, since: since.getTime(), detail },
    isStale: now - checkedAt.getTime() > STALE_AFTER,
  }));
}

export type Turn = {
  readonly id: number;
  /** In ms since 1970. */
  readonly at: number;
  readonly upstream: string;
  readonly state: HealthState;
  readonly detail: string;
};

/** When copies of an app went up or down, newest first, from before the one with this id on; `more`: there are older ones. */
export async function healthTurns(
  db: Database,
  appId: number,
  { before, take }: { before: number | null; take: number },
): Promise<{ turns: Turn[]; more: boolean }> {
  const rows = await db.healthEvent.findMany({
    where: { appId, ...(before !== null && { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: take + 1,
  });
  const turns = rows
    .slice(0, take)
    .map(({ id, at, upstream, state, detail }) => ({ id, at: at.getTime(), upstream, state, detail }));
  return { turns, more: rows.length > take };
}

/** So many turns are looked at for a share of time; of an app that flaps more often, only the last part is known. */
const MOST_TURNS = 5000;

/**
 * The share of time, 0 to 1, in which at least one of the copies that there are now was up, of the time in which something was
 * known of them; null where nothing was. Times of maintenance count like any other.
 */
export async function uptime(
  db: Database,
  appId: number,
  now: number,
): Promise<Record<UptimePeriod, number | null>> {
  const from = now - uptimePeriods.week;
  const copies = await db.appHealth.findMany({ where: { appId }, select: { upstream: true } });
  const places = copies.map(({ upstream }) => upstream);
  const recent = await db.healthEvent.findMany({
    where: { appId, upstream: { in: places }, at: { gte: new Date(from), lte: new Date(now) } },
    orderBy: { id: 'desc' },
    take: MOST_TURNS,
  });
  // Where not all turns were read, how things stood before them does not say how they stood between.
  const asked = recent.length < MOST_TURNS ? places : [];
  const earlier = await Promise.all(
    asked.map((upstream) =>
      db.healthEvent.findFirst({
        where: { appId, upstream, at: { lt: new Date(from) } },
        orderBy: { id: 'desc' },
      }),
    ),
  );
  const turns = [...earlier.filter((event) => event !== null), ...recent.reverse()]
    .map(({ upstream, state, at }) => ({ upstream, state, at: at.getTime() }))
    .sort((a, b) => a.at - b.at);
  return {
    day: shareUp(turns, now - uptimePeriods.day, now),
    week: shareUp(turns, from, now),
  };
}

/**
 * The share of a span in which at least one copy was up, of the part from the first turn on; null where that is empty.
 *
 * @param turns in the order of time, those before the span included
 * @param from in ms since 1970, as is `to`
 * @example shareUp([{ upstream: 'a', state: 'up', at: 0 }, { upstream: 'a', state: 'down', at: 75 }], 0, 100) // 0.75
 */
export function shareUp(
  turns: readonly Pick<Turn, 'upstream' | 'state' | 'at'>[],
  from: number,
  to: number,
): number | null {
  const up = new Set<string>();
  let known = 0;
  let good = 0;
  turns.forEach(({ upstream, state, at }, i) => {
    if (state === 'up') up.add(upstream);
    else up.delete(upstream);
    const end = Math.min(turns[i + 1]?.at ?? to, to);
    const length = Math.max(0, end - Math.max(at, from));
    known += length;
    if (up.size > 0) good += length;
  });
  return known > 0 ? good / known : null;
}
