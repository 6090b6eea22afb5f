import { Stethoscope } from 'lucide-react';
import { commandText } from '@/components/command-text';
import { Moment } from '@/components/moment';
import { PageHeader } from '@/components/page-header';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { requireRole } from '@/lib/auth/require-role';
import { readLastReport } from '@/lib/doctor/last-report';
import { countStatuses, groups, speak } from '@/lib/doctor/report';
import { env } from '@/lib/env';
import { translator } from '@/lib/i18n';
import { Findings } from './findings';
import { RunButton } from './run-button';

export default async function DoctorPage() {
  const { by } = await requireRole('admin');
  const t = translator(by.locale, 'doctor');
  const report = await readLastReport(env());
  if (!report) {
    return (
      <>
        <PageHeader title={t('title')} description={t('description')} />
        <Card>
          <EmptyState
            icon={Stethoscope}
            title={t('never')}
            body={t.rich('neverBody', { command: commandText })}
            action={<RunButton label={t('run')} doneMessage={t('done')} />}
          />
        </Card>
      </>
    );
  }
  const findings = speak(report.results, by.locale);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<RunButton label={t('runAgain')} doneMessage={t('done')} />}
      />
      <p className="mb-4 text-sm">
        <span className="font-medium">{t('summary', countStatuses(report.results)).trim()}</span>{' '}
        <span className="text-muted">
          {t('lastRun')}: <Moment at={report.at} /> {t('took', { seconds: (report.took / 1000).toFixed(1) })}
        </span>
      </p>
      <div className="grid gap-6">
        {groups
          .map((group) => ({ group, own: findings.filter((finding) => finding.group === group) }))
          .filter(({ own }) => own.length > 0)
          .map(({ group, own }) => (
            <Card key={group} title={t(`group.${group}`)} flush>
              <Findings findings={own} locale={by.locale} />
            </Card>
          ))}
      </div>
    </>
  );
}
