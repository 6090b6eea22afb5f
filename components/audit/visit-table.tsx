'use client';

import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFollowedLinks } from '@/components/data-table/use-followed-links';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import { visitsHref } from '@/lib/audit/log-href';
import type { VisitSummary } from '@/lib/audit/visit-stream';
import { outcomeTones } from './outcome-tones';

const columns = ['time', 'address', 'outcome', 'reason', 'user', 'app', 'range'] as const;

export type VisitTableProps = {
  visits: readonly VisitSummary[];
  /** How many of them, from the first on, have come while somebody looked. */
  fresh?: number;
};

/** Visits, newest first; on a phone, a card each. A name narrows the list to what has it. */
export function VisitTable({ visits, fresh = 0 }: VisitTableProps) {
  const t = useTranslations('visits');
  const reasonWords = useTranslations('decision');
  const body = useRef<HTMLTableSectionElement>(null);
  useFollowedLinks(body);
  const headers = columns.map((name) => ({ name, header: t(`columns.${name}`) }));
  return (
    <div className="md:overflow-x-auto md:rounded-card md:border md:border-line md:bg-surface md:shadow-card">
      <table className="w-full text-left text-sm max-md:block">
        <thead className="border-line border-b bg-sunken max-md:hidden">
          <tr>
            {headers.map(({ name, header }) => (
              <th key={name} scope="col" className="whitespace-nowrap px-3 py-2 font-medium text-muted">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} className="max-md:grid max-md:gap-3 md:divide-y md:divide-line">
          {visits.map((visit, i) => {
            const cells = cellsOf(visit, t, reasonWords);
            return (
              <tr key={visit.id} className={i < fresh ? 'list-row bg-water-soft/60' : 'list-row'}>
                {headers.map(({ name, header }) =>
                  name === 'time' ? (
                    <td key={name} className="list-title">
                      {cells.time}
                    </td>
                  ) : (
                    <td key={name} className="list-cell" data-label={header}>
                      {cells[name] || <span className="text-muted">–</span>}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

type Words<Namespace extends 'visits' | 'decision'> = ReturnType<typeof useTranslations<Namespace>>;

function cellsOf(
  visit: VisitSummary,
  t: Words<'visits'>,
  reasonWords: Words<'decision'>,
): Record<(typeof columns)[number], ReactNode> {
  const { id, at, address, outcome, userEmail, appSlug, rangeId, rangeLabel } = visit;
  const reason = visit.reason as 'CHOICE';
  return {
    time: (
      <a href={`/admin/audit/visits/${id}`} className="visit-link">
        <Moment at={at} />
      </a>
    ),
    address: address && (
      <a href={visitsHref({ address })} className="list-link font-mono">
        {address}
      </a>
    ),
    outcome: <Badge tone={outcomeTones[outcome]}>{t(`outcomes.${outcome}`)}</Badge>,
    reason: (
      <span className="text-muted">{reasonWords.has(reason) ? reasonWords(reason) : visit.reason}</span>
    ),
    user: userEmail && <Narrow href={visitsHref({ user: userEmail })} text={userEmail} />,
    app: appSlug && <Narrow href={visitsHref({ app: appSlug })} text={appSlug} />,
    range: rangeId !== null && (
      <Narrow
        href={visitsHref({ range: String(rangeId) })}
        text={rangeLabel || t('rangeNumber', { id: rangeId })}
      />
    ),
  };
}

function Narrow({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} className="list-link">
      {text}
    </a>
  );
}
