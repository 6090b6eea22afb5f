'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import type { EventOutcome } from '@/lib/audit/access-event';
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
  return (
    <div className="md:overflow-x-auto md:rounded-card md:border md:border-line md:bg-surface md:shadow-card">
      <table className="w-full text-left text-sm max-md:block">
        <thead className="border-line border-b bg-sunken max-md:hidden">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className="whitespace-nowrap px-3 py-2 font-medium text-muted">
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:grid max-md:gap-3 md:divide-y md:divide-line">
          {visits.map((visit, i) => (
            <VisitRow key={visit.id} visit={visit} fresh={i < fresh} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VisitRow({ visit, fresh }: { visit: VisitSummary; fresh: boolean }) {
  const t = useTranslations('visits');
  const { id, at, address, outcome, userEmail, appSlug, rangeId, rangeLabel } = visit;
  const cell =
    'max-md:grid max-md:grid-cols-[minmax(5rem,1fr)_3fr] max-md:gap-3 md:px-3 md:py-2 align-middle';
  const cells = {
    address: address && <Narrow href={visitsHref({ address })} text={address} mono />,
    outcome: <OutcomeWord outcome={outcome} />,
    reason: <ReasonWords reason={visit.reason} />,
    user: userEmail && <Narrow href={visitsHref({ user: userEmail })} text={userEmail} />,
    app: appSlug && <Narrow href={visitsHref({ app: appSlug })} text={appSlug} />,
    range: rangeId !== null && (
      <Narrow
        href={visitsHref({ range: String(rangeId) })}
        text={rangeLabel || t('rangeNumber', { id: rangeId })}
      />
    ),
  };
  return (
    <tr
      className={`max-md:grid max-md:gap-1.5 max-md:rounded-card max-md:border max-md:border-line max-md:bg-surface max-md:p-4 max-md:shadow-card md:hover:bg-sunken/60 ${fresh ? 'bg-water-soft/60' : ''}`}
    >
      <td className="align-middle font-medium max-md:mb-1 md:px-3 md:py-2">
        <Link
          href={`/admin/audit/visits/${id}`}
          prefetch={false}
          className="inline-flex items-center underline decoration-line underline-offset-4 hover:decoration-current pointer-coarse:min-h-11"
        >
          <Moment at={at} />
        </Link>
      </td>
      {columns.slice(1).map((column) => (
        <td key={column} className={cell}>
          <span className="text-muted md:hidden">{t(`columns.${column}`)}</span>
          <span className="min-w-0">
            {cells[column as keyof typeof cells] || <span className="text-muted">–</span>}
          </span>
        </td>
      ))}
    </tr>
  );
}

function Narrow({ href, text, mono = false }: { href: string; text: string; mono?: boolean }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={`hover:text-water hover:underline ${mono ? 'font-mono' : ''}`}
    >
      {text}
    </Link>
  );
}

function OutcomeWord({ outcome }: { outcome: EventOutcome }) {
  const t = useTranslations('visits');
  return <Badge tone={outcomeTones[outcome]}>{t(`outcomes.${outcome}`)}</Badge>;
}

function ReasonWords({ reason }: { reason: string }) {
  const t = useTranslations('decision');
  return <span className="text-muted">{t.has(reason as 'CHOICE') ? t(reason as 'CHOICE') : reason}</span>;
}
