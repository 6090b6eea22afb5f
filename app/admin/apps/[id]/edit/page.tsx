import { PageHeader } from '@/components/page-header';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { AppForm } from '../../app-form';
import { type AppPageProps, requestedApp } from '../requested-app';

export default async function EditAppPage({ params }: AppPageProps) {
  const { by, db } = await requireRole('editor');
  const t = translator(by.locale, 'apps');
  const { id, version, rule } = await requestedApp(db, params);
  return (
    <>
      <PageHeader
        title={t('form.editTitle', { name: rule.name })}
        back={{ href: `/admin/apps/${id}`, label: rule.name }}
      />
      <div className="max-w-3xl">
        <AppForm values={rule} edited={{ id, version }} />
      </div>
    </>
  );
}
