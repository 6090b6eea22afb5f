import { PageHeader } from '@/components/page-header';
import { nextFreePort } from '@/lib/apps/edits';
import { findApp } from '@/lib/apps/queries';
import type { AppRule } from '@/lib/apps/schema';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import type { SearchParams } from '@/lib/list-params';
import { parseRowId } from '@/lib/row-id';
import { AppForm } from '../app-form';

/** Maintenance is of one app, at one time. */
const inUse = { maintenance: false, maintenanceMessage: '', maintenanceUntil: null };

const empty: AppRule = {
  ...{ slug: '', name: '', description: '', port: 0, scheme: null, host: null, path: '/', upstream: null },
  ...{ guarded: true, healthPath: null, enabled: true, note: '' },
  ...inUse,
};

/** `?copy=ID` fills in all but what there is only one of. */
export default async function NewAppPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('editor');
  const t = translator(by.locale, 'apps');
  const { copy } = await searchParams;
  const copyId = parseRowId(typeof copy === 'string' ? copy : '');
  const copied = copyId === null ? null : await findApp(db, copyId);
  const values = {
    ...empty,
    ...(copied && { ...copied.rule, slug: '', name: '', upstream: null, ...inUse }),
    port: await nextFreePort(db, copied ? copied.rule : undefined),
  };
  return (
    <>
      <PageHeader
        title={copied ? t('form.copyTitle', { name: copied.rule.name }) : t('form.newTitle')}
        back={{ href: '/admin/apps', label: t('title') }}
      />
      <div className="max-w-3xl">
        <AppForm values={values} />
      </div>
    </>
  );
}
