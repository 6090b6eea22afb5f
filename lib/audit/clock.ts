// The moment at which an administrator looks at the log.

import type { Reader } from '@/lib/format';
import { instantToWall, wallToInstant } from '@/lib/zoned-time';

export type Clock = {
  /** In ms since 1970, as is the beginning of the administrator's day. */
  readonly now: number;
  readonly startOfToday: number;
};

/** Now, and the day that it is where the administrator is: its beginning and its date, such as 2026-11-22. */
export function clockOf({ timeZone }: Pick<Reader, 'timeZone'>, now = Date.now()): Clock & { today: string } {
  const today = instantToWall(new Date(now).toISOString(), timeZone)!.date;
  const start = wallToInstant({ date: today, time: '00:00' }, timeZone)!;
  return { now, startOfToday: Date.parse(start), today };
}
