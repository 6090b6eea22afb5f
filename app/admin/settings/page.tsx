import { PageHeader } from '@/components/page-header';
import { Card } from '@/components/ui/card';
import { readHealthSettings } from '@/lib/apps/health-settings';
import { readRetention } from '@/lib/audit/retention-setting';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { visibleEnvironment } from '@/lib/visible-environment';
import { HealthForm } from './health-form';
import { RetentionForm } from './retention-form';

export default async function SettingsPage() {
  const { by, db } = await requireRole('admin');
  const t = translator(by.locale, 'settings');
  const { AccessEvent, ChangeEvent } = await readRetention(db);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid max-w-3xl gap-6">
        <Card title={t('retention')}>
          <p className="mb-4 text-muted text-sm">{t('retentionBody')}</p>
          <RetentionForm values={{ keepVisits: AccessEvent, keepChanges: ChangeEvent }} />
        </Card>
        <Card title={t('health')}>
          <p className="mb-4 text-muted text-sm">{t('healthBody')}</p>
          <HealthForm values={await readHealthSettings(db)} />
        </Card>
        <Card title={t('environment')} flush>
          <p className="px-4 pb-3 text-muted text-sm sm:px-5">{t('environmentBody')}</p>
          <dl className="divide-y divide-line border-line border-t text-sm">
            {visibleEnvironment().map(({ name, value }) => (
              <div key={name} className="grid gap-x-6 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[15rem_1fr] sm:px-5">
                <dt>
                  {t(`variables.${name}`)}
                  <code className="block font-mono text-muted text-xs">{name}</code>
                </dt>
                <dd className={value === '' ? 'text-muted' : 'min-w-0 font-mono'}>{value || t('notSet')}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
    </>
  );
}
