'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Switch } from '@/components/ui/switch';
import type { VisitSummary } from '@/lib/audit/visit-stream';
import { VisitTable } from './visit-table';

export type LiveVisitsProps = {
  visits: readonly VisitSummary[];
  /** Of the live tail, with the filters of the list. */
  source: string;
};

/** New visits kept on the page; older ones are on the next pages anyway. */
const MOST_FRESH = 200;

/** The newest visits, and on request those that come while somebody looks. */
export function LiveVisits({ visits, source }: LiveVisitsProps) {
  const t = useTranslations('visits');
  const [live, setLive] = useState(false);
  const { fresh, state } = useTail(source, live, visits[0]?.id);
  const known = new Set(visits.map(({ id }) => id));
  const added = fresh.filter(({ id }) => !known.has(id));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <Switch label={t('live')} checked={live} onCheckedChange={setLive} />
        <p role="status" className="text-muted text-sm">
          {live && t(`liveStates.${state}`, { count: added.length })}
        </p>
      </div>
      {added.length + visits.length > 0 && <VisitTable visits={[...added, ...visits]} fresh={added.length} />}
    </>
  );
}

type TailState = 'connecting' | 'listening' | 'missed' | 'ended';

/** Follows the tail while `live`, and while the page is in sight. */
function useTail(source: string, live: boolean, newest: string | undefined) {
  const [fresh, setFresh] = useState<readonly VisitSummary[]>([]);
  const [state, setState] = useState<TailState>('connecting');
  const last = useRef(newest);
  // Other filters, another list.
  const [asked, setAsked] = useState(source);
  if (asked !== source) {
    setAsked(source);
    setFresh([]);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest visit counts only where listening begins
  useEffect(() => {
    if (!live) return;
    last.current = newest;
    let stream: EventSource | undefined;
    const open = () => {
      setState('connecting');
      const after = last.current ? `${source.includes('?') ? '&' : '?'}after=${last.current}` : '';
      stream = new EventSource(source + after);
      stream.onopen = () => setState('listening');
      stream.onerror = () => setState('connecting');
      stream.onmessage = ({ data, lastEventId }) => {
        last.current = last.current && last.current > lastEventId ? last.current : lastEventId;
        const visit = JSON.parse(data) as VisitSummary;
        setFresh((earlier) =>
          earlier.some(({ id }) => id === visit.id) ? earlier : [visit, ...earlier].slice(0, MOST_FRESH),
        );
      };
      stream.addEventListener('missed', () => setState('missed'));
      stream.addEventListener('ended', () => {
        stream?.close();
        setState('ended');
      });
    };
    const look = () => {
      stream?.close();
      if (document.visibilityState === 'visible') open();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      stream?.close();
    };
  }, [live, source]);
  return { fresh, state };
}
