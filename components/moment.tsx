'use client';

import { useEffect, useState } from 'react';
import { useLocale, useNow, useTimeZone } from 'use-intl/react';
import { formatExactMoment, formatMoment, formatRelative } from '@/lib/format';

export type MomentProps = {
  /** ms since 1970. */
  at: number | Date | null;
  /** «3 minutes ago», kept up to date. */
  relative?: boolean;
};

/** A moment in the administrator's language and time zone; exact, with the zone, in its title. */
export function Moment({ at, relative = false }: MomentProps) {
  const by = { locale: useLocale(), timeZone: useTimeZone() ?? 'UTC' };
  if (at === null) return <span className="text-muted">–</span>;
  const time = at instanceof Date ? at.getTime() : at;
  return (
    // Of two versions of the time zone data, one may be the server's and another the browser's.
    <time
      dateTime={new Date(time).toISOString()}
      title={formatExactMoment(time, by)}
      className="whitespace-nowrap tabular-nums"
      suppressHydrationWarning
    >
      {relative ? <Relative at={time} /> : formatMoment(time, by)}
    </time>
  );
}

function Relative({ at }: { at: number }) {
  const locale = useLocale();
  const rendered = useNow();
  const [now, setNow] = useState(rendered.getTime());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return formatRelative(at, now, { locale });
}
