import { LayoutGrid, Plus, Upload } from 'lucide-react';
import { DataTable } from '@/components/data-table/data-table';
import { PageHeader } from '@/components/page-header';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { appList, listApps } from '@/lib/apps/app-list';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { columnHeaders, parseListParams, type SearchParams } from '@/lib/list-params';
import { portal } from '@/lib/portal';
import { isUnderMaintenance } from '@/lib/routing/maintenance';
import { AppBulkActions } from './app-bulk-actions';
import { AppRows } from './app-rows';

export default async function AppsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'apps');
  const params = parseListParams(await searchParams, appList);
  const { table } = await currentRules();
  const page = await listApps(db, params, table);
  const down = portal().health.downApps();
  const mayEdit = mayAct(by.role, 'editor');
  const now = Date.now();
  const newButton = mayEdit && (
    <LinkButton href="/admin/apps/new" variant="primary" icon={Plus}>
      {t('new')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={newButton} />
      <DataTable
        path="/admin/apps"
        definition={appList}
        params={params}
        page={page}
        locale={by.locale}
        headers={columnHeaders(appList.columns, (column) => t(`column.${column}`))}
        rows={
          <AppRows
            rows={page.rows.map((row) => ({
              ...row,
              isDown: down.has(row.id),
              inMaintenance: isUnderMaintenance(row.rule, now),
            }))}
            mayEdit={mayEdit}
          />
        }
        rowLabel={({ rule }) => rule.name}
        searchLabel={t('search')}
        filters={[
          {
            name: 'state',
            label: t('filter.state'),
            options: (['enabled', 'disabled'] as const).map((value) => ({
              value,
              label: t(`state.${value}`),
            })),
          },
          {
            name: 'guarded',
            label: t('column.guarded'),
            options: (['yes', 'no'] as const).map((value) => ({ value, label: t(`guarded.${value}`) })),
          },
          {
            name: 'host',
            label: t('column.host'),
            options: (['this', 'other'] as const).map((value) => ({ value, label: t(`host.${value}`) })),
          },
        ]}
        bulk={mayEdit && <AppBulkActions />}
        exports={['csv', 'yaml']}
        countLabel={(count) => t('count', { count })}
        empty={
          <EmptyState
            icon={LayoutGrid}
            title={t('empty.title')}
            body={t('empty.body')}
            action={
              mayEdit && (
                <>
                  {newButton}
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
