import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ImportActions } from '@/components/import/import-actions';
import { ImportFailureNote } from '@/components/import/import-failure-note';
import { ImportProgress, type RunningPhase } from '@/components/import/import-progress';
import { PreviewRows } from '@/components/import/preview-rows';
import { PageHeader } from '@/components/page-header';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TabLinks } from '@/components/ui/tabs';
import type { Administrator } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { formatMoment, formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { type ImportCounts, type RowMark, rowMarks } from '@/lib/import/import-state';
import { findImport, type Import } from '@/lib/import/imports';
import { ROWS_A_PAGE, readRows } from '@/lib/import/preview-rows';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ImportPreviewPage({ params, searchParams }: Props) {
  const { by } = await requireRole('editor');
  const t = translator(by.locale, 'import');
  const found = findImport(by, (await params).id);
  if (!found) notFound();
  const { upload, state } = found;
  const { phase, progress, counts } = state;
  const back = { href: '/admin/import', label: t('title') };
  if (phase === 'done') return <Done found={found} by={by} />;
  if (phase === 'failed' || (phase === 'ready' && !counts)) {
    return (
      <>
        <PageHeader back={back} title={t('failed')} description={upload.fileName} />
        <ImportFailureNote failure={state.failure} by={by} />
        <div className="mt-5">
          <LinkButton href={`/admin/import?kind=${upload.kind}`} variant="primary">
            {t('another')}
          </LinkButton>
        </div>
      </>
    );
  }
  if (phase !== 'ready' || !counts) {
    return (
      <>
        <PageHeader back={back} title={upload.fileName} description={facts(found, by)} />
        <ImportProgress id={upload.id} phase={phase as RunningPhase} progress={progress} />
      </>
    );
  }
  const changes = counts.new + counts.changed + counts.removed;
  const query = await searchParams;
  const mark = rowMarks.find((known) => known === query.mark) ?? firstMark(counts);
  const last = Math.max(1, Math.ceil(counts[mark] / ROWS_A_PAGE));
  const asked = /^[1-9]\d{0,6}$/.test(String(query.page)) ? Number(query.page) : 1;
  const page = Math.min(asked, last);
  const rows = await readRows(found.folder, mark, page);
  return (
    <>
      <PageHeader
        back={back}
        title={t('previewOf', { name: upload.fileName })}
        description={facts(found, by)}
        actions={
          <ImportActions
            // Another answer of the server's is another question.
            key={`${state.asks} ${state.digest}`}
            id={upload.id}
            changes={changes}
            removed={counts.removed}
            wrong={counts.wrong > 0}
            ownAddress={state.asks ? (by.address ?? '') : null}
          />
        }
      />
      <Notes found={found} counts={counts} by={by} />
      <TabLinks
        label={t('marks')}
        items={rowMarks
          .filter((name) => counts[name] > 0 || (name !== 'wrong' && name !== 'removed'))
          .map((name) => ({
            href: `/admin/import/${upload.id}?mark=${name}`,
            label: t(`mark.${name}`),
            current: name === mark,
            count: formatNumber(counts[name], by),
          }))}
      />
      <PreviewRows rows={rows} mark={mark} kind={upload.kind} by={by} />
      {last > 1 && <Pages id={upload.id} mark={mark} page={page} last={last} total={counts[mark]} by={by} />}
    </>
  );
}

/** Errors first. */
const firstMark = (counts: ImportCounts): RowMark => rowMarks.find((mark) => counts[mark] > 0) ?? 'new';

function facts({ upload }: Import, by: Administrator) {
  const t = translator(by.locale, 'import');
  const kilobytes = Math.max(1, Math.round(upload.size / 1024));
  return t('previewFacts', {
    kind: t(`kind.${upload.kind}`),
    size: `${formatNumber(kilobytes, by)} kB`,
    at: formatMoment(upload.at, by),
  });
}

function Notes({ found, counts, by }: { found: Import; counts: ImportCounts; by: Administrator }) {
  const t = translator(by.locale, 'import');
  const { upload, state } = found;
  const changes = counts.new + counts.changed + counts.removed;
  const tone = counts.wrong > 0 ? 'bg-stop-soft text-stop' : 'bg-water-soft text-water-strong';
  return (
    <div className="mb-6 grid gap-3">
      {state.stale && <p className="rounded-control bg-warn-soft p-3.5 text-warn">{t('stale')}</p>}
      {state.failure && <ImportFailureNote failure={state.failure} by={by} />}
      <div className={`flex flex-wrap items-center gap-x-5 gap-y-2 rounded-control p-3.5 ${tone}`}>
        <p className="min-w-0 flex-1 basis-64">
          {counts.wrong > 0
            ? t('summary.wrong', { problems: counts.problems })
            : t(changes > 0 ? 'summary.ready' : 'summary.nothing')}
        </p>
        {counts.wrong > 0 && (
          <LinkButton href={`/admin/import/${upload.id}/problems`} download prefetch={false} size="sm">
            {t('errorList')}
          </LinkButton>
        )}
      </div>
      {(state.encoding === 'euc-kr' || counts.kept > 0) && (
        <p className="text-muted text-sm">
          {state.encoding === 'euc-kr' && `${t('encodingKorean')} `}
          {counts.kept > 0 && t(upload.prune ? 'keptPruned' : 'kept', { count: counts.kept })}
        </p>
      )}
    </div>
  );
}

type PagesProps = {
  id: string;
  mark: RowMark;
  page: number;
  last: number;
  total: number;
  by: Administrator;
};

function Pages({ id, mark, page, last, total, by }: PagesProps) {
  const t = translator(by.locale, 'import');
  const href = (number: number) => `/admin/import/${id}?mark=${mark}&page=${number}`;
  const shown = {
    from: (page - 1) * ROWS_A_PAGE + 1,
    to: Math.min(page * ROWS_A_PAGE, total),
    total,
  };
  return (
    <nav aria-label={t('caption')} className="mt-4 flex flex-wrap items-center gap-3">
      <p className="flex-1 text-muted text-sm tabular-nums">{t('page', shown)}</p>
      {page > 1 && (
        <LinkButton href={href(page - 1)} size="sm">
          {t('previous')}
        </LinkButton>
      )}
      {page < last && (
        <LinkButton href={href(page + 1)} size="sm">
          {t('next')}
        </LinkButton>
      )}
    </nav>
  );
}

const lists = {
  apps: '/admin/apps',
  users: '/admin/users',
  ranges: '/admin/ip-ranges',
  rules: '/admin/ip-ranges',
};

function Done({ found: { upload, state }, by }: { found: Import; by: Administrator }) {
  const t = translator(by.locale, 'import');
  const counts = state.counts ?? { new: 0, changed: 0, removed: 0 };
  return (
    <>
      <PageHeader back={{ href: '/admin/import', label: t('title') }} title={upload.fileName} />
      <Card>
        <EmptyState
          icon={CircleCheck}
          title={t('done', { name: upload.fileName })}
          body={
            <>
              <p>
                {t('doneBody', {
                  count: counts.new + counts.changed + counts.removed,
                  revision: String(state.revision ?? ''),
                })}
              </p>
              <dl className="mt-4 flex flex-wrap justify-center gap-x-8 gap-y-2">
                {(['new', 'changed', 'removed'] as const).map((mark) => (
                  <div key={mark}>
                    <dt className="text-sm">{t(`mark.${mark}`)}</dt>
                    <dd className="font-semibold text-ink text-xl tabular-nums">
                      {formatNumber(counts[mark], by)}
                    </dd>
                  </div>
                ))}
              </dl>
            </>
          }
          action={
            <>
              <LinkButton href={lists[upload.kind]} variant="primary">
                {t('seeList')}
              </LinkButton>
              <LinkButton href={`/admin/import?kind=${upload.kind}`}>{t('importMore')}</LinkButton>
            </>
          }
        />
        <p className="text-center">
          <Link
            href="/admin/audit/changes"
            prefetch={false}
            className="text-water underline underline-offset-4"
          >
            {t('seeLog')}
          </Link>
        </p>
      </Card>
    </>
  );
}
