import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { OutcomeBadge } from '@/components/audit/outcome-badge';
import { type Detail, DetailList } from '@/components/detail-list';
import { PageHeader } from '@/components/page-header';
import { LinkButton } from '@/components/ui/button';
import { visitsHref } from '@/lib/audit/log-href';
import { reasonWords } from '@/lib/audit/reason-words';
import { readVisits, type Visit, visitId } from '@/lib/audit/visits';
import type { Access } from '@/lib/auth/access';
import { browserName } from '@/lib/auth/browser-name';
import { requireRole } from '@/lib/auth/require-role';
import { formatBytes, formatDuration, formatExactMoment, type Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';

export default async function VisitPage({ params }: { params: Promise<{ id: string }> }) {
  const { by, db } = await requireRole('viewer');
  const id = visitId((await params).id);
  const [visit] = id === null ? [] : await readVisits(db, [id]);
  if (!visit) notFound();
  const t = translator(by.locale, 'visits');
  const { address } = visit;
  const details: Detail[] = [
    { term: t('columns.time'), value: formatExactMoment(visit.at, by) },
    {
      term: t('columns.outcome'),
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <OutcomeBadge outcome={visit.outcome} locale={by.locale} />
          {reasonWords(visit.reason, by.locale)}
        </span>
      ),
    },
    { term: t('columns.address'), value: address ?? t('noAddress'), code: address !== null },
    ...(await objectDetails(
      db,
      visit,
      (key) => t(`columns.${key}`),
      (rangeId) => t('rangeNumber', { id: rangeId }),
    )),
    ...sessionDetails(visit, by),
    ...(visit.outcome === 'close' ? [] : fact(t('sentTo'), visit.target, true)),
    ...fact(t('host'), visit.host, true),
    ...fact(t('path'), visit.path, true),
    ...fact(t('browser'), browserName(visit.userAgent)),
    ...fact(t('userAgent'), visit.userAgent, true),
    { term: t('request'), value: visit.requestId, code: true },
    { term: t('entry'), value: visit.id, code: true },
  ];
  return (
    <>
      <PageHeader
        title={t('visitTitle', { address: address ?? t('noAddress') })}
        description={t('visitDescription')}
        back={{ href: '/admin/audit/visits', label: t('title') }}
        actions={
          address && (
            <>
              <LinkButton href={visitsHref({ address })}>{t('sameAddress')}</LinkButton>
              <LinkButton href={`/admin/test?address=${encodeURIComponent(address)}`}>
                {t('testNow')}
              </LinkButton>
            </>
          )
        }
      />
      <DetailList details={details} />
    </>
  );
}

/** The live session that the entry is of, and what became of it. */
function sessionDetails(visit: Visit, by: Reader): Detail[] {
  const { sessionId, address, outcome, target, bytesIn, bytesOut, duration } = visit;
  if (sessionId === null) return [];
  const t = translator(by.locale, 'visits');
  // With its address the search is led by an index; sessions have none.
  const href = visitsHref({ address: address ?? undefined, session: sessionId });
  return [
    ...(outcome === 'close' && target ? [{ term: t('detail'), value: reasonWords(target, by.locale) }] : []),
    ...fact(t('duration'), duration === null ? null : formatDuration(duration, by)),
    ...fact(t('sent'), bytesIn === null ? null : formatBytes(bytesIn, by)),
    ...fact(t('received'), bytesOut === null ? null : formatBytes(bytesOut, by)),
    ...object(t('session'), t('sessionEvents'), href),
  ];
}

const fact = (term: string, value: string | null, code = false): Detail[] =>
  value ? [{ term, value, code }] : [];

type Word = (key: 'user' | 'app' | 'range') => string;

/** Whom and what the visit was for, under the names of then, with links to what is still there. */
async function objectDetails(
  db: Access['db'],
  { userId, userEmail, appId, appSlug, rangeId, rangeLabel }: Visit,
  word: Word,
  rangeNumber: (id: number) => string,
): Promise<Detail[]> {
  const select = { id: true };
  const user = userId === null ? null : await db.user.findUnique({ where: { id: userId }, select });
  const app = appId === null ? null : await db.app.findUnique({ where: { id: appId }, select });
  const range = rangeId === null ? null : await db.ipRange.findUnique({ where: { id: rangeId }, select });
  return [
    ...object(word('user'), userEmail, user && `/admin/users/${user.id}`),
    ...object(word('app'), appSlug, app && `/admin/apps/${app.id}`),
    ...object(
      word('range'),
      rangeId === null ? null : rangeLabel || rangeNumber(rangeId),
      range && `/admin/ip-ranges/${range.id}`,
    ),
  ];
}

function object(term: string, name: string | null, href: string | null): Detail[] {
  if (!name) return [];
  const value: ReactNode = href ? (
    <Link href={href} prefetch={false} className="text-water underline underline-offset-4">
      {name}
    </Link>
  ) : (
    name
  );
  return [{ term, value }];
}
