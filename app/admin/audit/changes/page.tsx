import { History, SearchX } from 'lucide-react';
import { ChangeList } from '@/components/audit/change-list';
import { LogExports } from '@/components/audit/log-exports';
import { LogFilters } from '@/components/audit/log-filters';
import { LogPages } from '@/components/audit/log-pages';
import { PageHeader } from '@/components/page-header';
import { EmptyState } from '@/components/ui/empty-state';
import { changeKinds } from '@/lib/audit/change';
import { changeCursor, changedEntities, parseChangeParams } from '@/lib/audit/change-filter';
import { changeRow } from '@/lib/audit/change-row';
import { entityWord, kindWord } from '@/lib/audit/change-words';
import { listChanges, timeOfChange } from '@/lib/audit/changes';
import { clockOf } from '@/lib/audit/clock';
import { changesHref } from '@/lib/audit/log-href';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import type { SearchParams } from '@/lib/list-params';

const PATH = '/admin/audit/changes';
const PAGE = 50;
/** How long a search may take, in ms: at once, and when somebody asked it to go on. */
const PATIENCE = 30;
const MORE_PATIENCE = 1000;

export default async function ChangesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'changes');
  const given = await searchParams;
  const params = parseChangeParams(given);
  const at = changeCursor(given);
  const limits = { limit: PAGE, patience: given.on === '1' ? MORE_PATIENCE : PATIENCE };
  const page = await listChanges(db, params, clockOf(by), at, limits);
  const href = (change: Record<string, string | undefined>) => changesHref({ ...params, ...change });
  const isNarrowed = Object.keys(params).length > 0;
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <LogFilters
        path={PATH}
        params={params}
        fields={[
          { kind: 'text', name: 'person', label: t('person'), placeholder: t('personHint') },
          {
            ...{ kind: 'choice', name: 'kind', label: t('what') },
            options: changeKinds.map((value) => ({ value, label: kindWord(value, by.locale) })),
          },
          {
            ...{ kind: 'choice', name: 'entity', label: t('entity') },
            options: changedEntities.map((value) => ({ value, label: entityWord(value, by.locale) })),
          },
          { kind: 'text', name: 'label', label: t('object'), placeholder: t('objectHint'), wide: true },
          ...(params.entityId
            ? [{ kind: 'text', name: 'entityId', label: t('fields.entityId') } as const]
            : []),
        ]}
      >
        <div className="flex justify-end">
          <LogExports path={PATH} params={params} locale={by.locale} />
        </div>
      </LogFilters>
      {page.changes.length > 0 && (
        <ChangeList
          changes={page.changes.map((change) => changeRow(change, by))}
          words={{ was: t('was'), became: t('became') }}
        />
      )}
      {page.changes.length === 0 && page.searchedTo === null && (
        <EmptyState
          icon={isNarrowed ? SearchX : History}
          title={isNarrowed ? t('nothingMatches') : t('empty')}
          body={isNarrowed ? t('nothingMatchesBody') : t('emptyBody')}
        />
      )}
      <LogPages
        locale={by.locale}
        newest={at.before !== null || at.after !== null ? href({}) : null}
        newer={page.newer === null ? null : href({ after: String(page.newer) })}
        older={
          page.older === null
            ? null
            : href({ before: String(page.older), on: page.searchedTo ? '1' : undefined })
        }
        searchedTo={page.searchedTo === null ? null : await timeOfChange(db, page.searchedTo)}
      />
    </>
  );
}
