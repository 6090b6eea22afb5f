// A moment as a rules file or a form writes it.

import { z } from 'zod';
import { EXAMPLE_INSTANT, shown } from './rule-fields';

const instantShape =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Date and time with an explicit offset (RFC 3339); seconds may be left out, the calendar may not be stretched. */
export function parseInstant(given: string): Date | undefined {
  const [, year, month, day, hour, minute, second = '0'] = instantShape.exec(given)?.map(String) ?? [];
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const onCalendar =
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysInMonth;
  if (
    !onCalendar ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    !(Number(second) <= 59 || second === 'undefined')
  )
    return undefined;
  const instant = new Date(given);
  return instant.getUTCFullYear() >= 1970 && instant.getUTCFullYear() <= 9999 ? instant : undefined;
}

/** A field that holds a moment, as ISO 8601 in UTC. */
export const instant = z
  .string('INSTANT')
  .transform((given, context) => {
    const parsed = parseInstant(given.trim());
    if (parsed) return parsed.toISOString();
    // A date without a zone is a different moment on every server: say what is missing, with their own date in it.
    const [, date, time = '00:00', seconds = ':00'] =
      /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?)?/.exec(given.trim()) ?? [];
    const example = `${date}T${time}${seconds}+09:00`;
    const lacksZone = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(given.trim());
    const params = {
      value: shown(given),
      example: parseInstant(example) ? example : EXAMPLE_INSTANT,
    };
    context.addIssue({ code: 'custom', message: lacksZone ? 'INSTANT_ZONE' : 'INSTANT', params });
    return z.NEVER;
  })
  .meta({ format: 'date-time', examples: [EXAMPLE_INSTANT] });
