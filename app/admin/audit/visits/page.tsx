import { Activity, SearchX } from 'lucide-react';
import { LiveVisits } from '@/components/audit/live-visits';
import { LogExports } from '@/components/audit/log-exports';
import { LogFilters } from '@/components/audit/log-filters';
import { LogPages } from '@/components/audit/log-pages';
import { VisitTable } from '@/components/audit/visit-table';
import { PageHeader } from '@/components/page-header';
import { EmptyState } from '@/components/ui/empty-state';
import { clockOf } from '@/lib/audit/clock';
import { queryText, visitsHref } from '@/lib/audit/log-href';
import { reasonWords } from '@/lib/audit/reason-words';
import {
  outcomeReasons,
  outcomes,
  parseVisitParams,
  reasons,
  type VisitFilter,
} from '@/lib/audit/visit-filter';
import { summaryOf } from '@/lib/audit/visit-stream';
import { countVisits, listVisits, resolveVisitFilter, timeOfId, visitCursor } from '@/lib/audit/visits';
import { requireRole } from '@/lib/auth/require-role';
import { formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';
import type { SearchParams } from '@/lib/list-params';
import { filterProblem } from './filter-problem';

const PATH = '/admin/audit/visits';
const PAGE = 50;
/** How long a search may take, in ms: at once, and when somebody asked it to go on. */
const PATIENCE = 30;
const MORE_PATIENCE = 1000;

export default async function VisitsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'visits');
  const given = await searchParams;
  const params = parseVisitParams(given);
  const at = visitCursor(given);
  const clock = clockOf(by);
  const resolved = await resolveVisitFilter(db, params, clock);
  const list = async (filter: VisitFilter) => {
    const patience = given.on === '1' ? MORE_PATIENCE : PATIENCE;
    const [page, count] = await Promise.all([
      listVisits(db, filter, at, { limit: PAGE, patience }),
      countVisits(db, filter, clock.now),
    ]);
    return { ...page, count };
  };
  const page = resolved.ok ? await list(resolved.filter) : null;
  const visits = page?.visits.map(summaryOf) ?? [];
  const href = (change: Record<string, string | undefined>) => visitsHref({ ...params, ...change });
  const isNewest = at.before === null && page?.newer === null;
  const isNarrowed = Object.keys(params).length > 0;
  const shownReasons = params.outcome ? outcomeReasons[params.outcome] : reasons;
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <LogFilters
        path={PATH}
        params={params}
        fields={[
          {
            ...{ kind: 'text', name: 'address', label: t('columns.address'), wide: true },
            placeholder: t('addressHint'),
            problem: filterProblem(resolved, 'address', params, by),
          },
          {
            ...{ kind: 'text', name: 'user', label: t('columns.user'), placeholder: t('userHint') },
            problem: filterProblem(resolved, 'user', params, by),
          },
          {
            ...{ kind: 'text', name: 'app', label: t('columns.app'), placeholder: t('appHint') },
            problem: filterProblem(resolved, 'app', params, by),
          },
          {
            ...{ kind: 'choice', name: 'outcome', label: t('columns.outcome') },
            options: outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) })),
          },
          {
            ...{ kind: 'choice', name: 'reason', label: t('columns.reason') },
            options: shownReasons.map((value) => ({ value, label: reasonWords(value, by.locale) })),
          },
          { kind: 'text', name: 'request', label: t('request'), placeholder: t('requestHint') },
          ...(params.session ? [{ kind: 'text', name: 'session', label: t('session') } as const] : []),
          ...(params.range ? [{ kind: 'text', name: 'range', label: t('columns.range') } as const] : []),
        ]}
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
          {page && page.count !== null && (
            <p role="status" className="tabular-nums">
              {t('about', { count: formatNumber(page.count, by), plural: page.count })}
            </p>
          )}
          <div className="ml-auto">
            <LogExports path={PATH} params={params} locale={by.locale} />
          </div>
        </div>
      </LogFilters>
      {isNewest ? (
        <LiveVisits visits={visits} source={`${PATH}/live${queryText(params)}`} />
      ) : (
        visits.length > 0 && <VisitTable visits={visits} />
      )}
      {visits.length === 0 && page?.searchedTo === null && (
        <EmptyState
          icon={isNarrowed ? SearchX : Activity}
          title={isNarrowed ? t('nothingMatches') : t('empty')}
          body={isNarrowed ? t('nothingMatchesBody') : t('emptyBody')}
        />
      )}
      {page && (
        <LogPages
          locale={by.locale}
          newest={at.before !== null || at.after !== null ? href({}) : null}
          newer={page.newer && href({ after: page.newer })}
          older={page.older && href({ before: page.older, on: page.searchedTo ? '1' : undefined })}
          searchedTo={page.searchedTo === null ? null : timeOfId(page.searchedTo)}
        />
      )}
    </>
  );
}
