import { Plus, Upload, Users } from 'lucide-react';
import { DataTable } from '@/components/data-table/data-table';
import { PageHeader } from '@/components/page-header';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { mayAct, roles } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { columnHeaders, parseListParams, type SearchParams } from '@/lib/list-params';
import { listDepartments, listUsers, userList } from '@/lib/users/user-list';
import { UserBulkActions } from './user-bulk-actions';
import { UserRows } from './user-rows';

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'users');
  const params = parseListParams(await searchParams, userList);
  const [page, departments, apps] = await Promise.all([
    listUsers(db, params),
    listDepartments(db),
    db.app.findMany({ select: { slug: true, name: true }, orderBy: { name: 'asc' } }),
  ]);
  const mayEdit = mayAct(by.role, 'editor');
  const newButton = mayEdit && (
    <LinkButton href="/admin/users/new" variant="primary" icon={Plus}>
      {t('new')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={newButton} />
      <DataTable
        path="/admin/users"
        definition={userList}
        params={params}
        page={page}
        locale={by.locale}
        headers={columnHeaders(userList.columns, (column) => t(`column.${column}`))}
        rows={<UserRows rows={page.rows} mayEdit={mayEdit} />}
        rowLabel={({ name }) => name}
        searchLabel={t('search')}
        filters={[
          {
            name: 'state',
            label: t('column.state'),
            options: (['enabled', 'disabled'] as const).map((value) => ({
              value,
              label: t(`state.${value}`),
            })),
          },
          {
            name: 'department',
            label: t('column.department'),
            options: departments.map((value) => ({ value, label: value })),
          },
          {
            name: 'app',
            label: t('column.apps'),
            options: apps.map(({ slug, name }) => ({ value: slug, label: name })),
          },
          {
            name: 'ranges',
            label: t('column.ranges'),
            options: (['some', 'none'] as const).map((value) => ({ value, label: t(`hasRanges.${value}`) })),
          },
          {
            name: 'role',
            label: t('column.role'),
            options: (['none', ...roles] as const).map((value) => ({ value, label: t(`role.${value}`) })),
          },
        ]}
        bulk={mayEdit && <UserBulkActions apps={apps} />}
        exports={['csv', 'yaml']}
        countLabel={(count) => t('count', { count })}
        empty={
          <EmptyState
            icon={Users}
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
