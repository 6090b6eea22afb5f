import { FolderTree, Network, Plus, Upload } from 'lucide-react';
import { DataTable } from '@/components/data-table/data-table';
import { PageHeader } from '@/components/page-header';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { listRanges, rangeList } from '@/lib/ip-ranges/range-list';
import { rangeStates } from '@/lib/ip-ranges/range-state';
import { columnHeaders, parseListParams, type SearchParams } from '@/lib/list-params';
import { RangeBulkActions } from './range-bulk-actions';
import { RangeFilterChips } from './range-filter-chips';
import { RangeRows } from './range-rows';
import { shownRange } from './shown-range';

export default async function RangesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'ranges');
  const params = parseListParams(await searchParams, rangeList);
  const [page, apps] = await Promise.all([
    listRanges(db, params),
    db.app.findMany({ select: { slug: true, name: true }, orderBy: { name: 'asc' } }),
  ]);
  const mayEdit = mayAct(by.role, 'editor');
  const newButton = mayEdit && (
    <LinkButton href="/admin/ip-ranges/new" variant="primary" icon={Plus}>
      {t('new')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <LinkButton href="/admin/ip-ranges/tree" icon={FolderTree}>
              {t('tree')}
            </LinkButton>
            {newButton}
          </>
        }
      />
      <DataTable
        path="/admin/ip-ranges"
        definition={rangeList}
        params={params}
        page={page}
        locale={by.locale}
        headers={columnHeaders(rangeList.columns, (column) => t(`column.${column}`))}
        rows={
          <RangeRows rows={page.rows.map((row) => shownRange(row, params, by.locale))} mayEdit={mayEdit} />
        }
        rowLabel={({ rule }) => rule.range}
        searchLabel={t('search')}
        filters={[
          {
            name: 'state',
            label: t('column.state'),
            options: rangeStates.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            name: 'effect',
            label: t('column.effect'),
            options: (['allow', 'deny'] as const).map((value) => ({ value, label: t(`effect.${value}`) })),
          },
          {
            name: 'app',
            label: t('column.apps'),
            options: apps.map(({ slug, name }) => ({ value: slug, label: name })),
          },
          {
            name: 'family',
            label: t('family.label'),
            options: (['4', '6'] as const).map((value) => ({ value, label: t(`family.${value}`) })),
          },
        ]}
        extraFilters={<RangeFilterChips params={params} locale={by.locale} />}
        bulk={mayEdit && <RangeBulkActions apps={apps} />}
        exports={['csv', 'yaml']}
        countLabel={(count) => t('count', { count })}
        empty={
          <EmptyState
            icon={Network}
            title={t('empty.title')}
            body={t('empty.body')}
            action={
              mayEdit && (
                <>
                  {by.address && (
                    <LinkButton
                      href={`/admin/ip-ranges/new?range=${encodeURIComponent(by.address)}`}
                      variant="primary"
                      icon={Plus}
                    >
                      {t('empty.mine', { address: by.address })}
                    </LinkButton>
                  )}
                  <LinkButton href="/admin/import" icon={Upload}>
                    {t('empty.import')}
                  </LinkButton>
                </>
              )
            }
          />
        }
      />
    </>
  );
}
