import { Activity } from 'lucide-react';
import { BarList } from '@/components/charts/bar-list';
import { AppsDown } from '@/components/overview/apps-down';
import { DeniedAddresses } from '@/components/overview/denied-addresses';
import { LastChanges } from '@/components/overview/last-changes';
import { RangesToCheck } from '@/components/overview/ranges-to-check';
import { SetUpChecklist } from '@/components/overview/set-up-checklist';
import { TlsNotice } from '@/components/overview/tls-notice';
import { VisitsChart } from '@/components/overview/visits-chart';
import { PageHeader } from '@/components/page-header';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TabLinks } from '@/components/ui/tabs';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { env } from '@/lib/env';
import { formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { tlsExpiry } from '@/lib/nginx/certificate';
import { appsDown } from '@/lib/overview/apps-down';
import { deniedAddresses } from '@/lib/overview/denied-addresses';
import { lastChanges } from '@/lib/overview/last-changes';
import { expiringRanges, unusedRanges } from '@/lib/overview/ranges-to-check';
import { setUp } from '@/lib/overview/set-up';
import { outcomes, periods, topApps, visitSeries } from '@/lib/overview/visit-series';
import { portal } from '@/lib/portal';
import { decide } from '@/lib/routing/decide';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OverviewPage({ searchParams }: Props) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'overview');
  const asked = (await searchParams).period;
  const period = periods.find((known) => known === asked) ?? 'week';
  const now = Date.now();
  const { table } = await portal().rules.refresh();
  const isDenied = (address: string) => decide({ address, at: now, table }).outcome === 'deny';
  // One after the other: on SQLite they share a thread anyway, and visitors come in between.
  const steps = await setUp(db, env());
  const series = await visitSeries(db, period, now, by);
  const apps = await topApps(db, period, now, by);
  const denied = await deniedAddresses(db, now, isDenied);
  const expiring = await expiringRanges(db, now);
  const unused = await unusedRanges(db, now);
  const changes = await lastChanges(db);
  const down = await appsDown(db);
  const mayEdit = mayAct(by.role, 'editor');
  const isQuiet = series.slots.every(({ counts }) => outcomes.every((outcome) => counts[outcome] === 0));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid gap-5">
        <TlsNotice expiry={tlsExpiry(env(), now)} now={now} by={by} />
        <SetUpChecklist steps={steps} mayEdit={mayEdit} by={by} />
        <AppsDown apps={down} by={by} />
        <Card title={t('visits.title')}>
          <div className="-mt-1">
            <TabLinks
              label={t('visits.period')}
              items={periods.map((name) => ({
                href: name === 'week' ? '/admin' : `/admin?period=${name}`,
                label: t(`period.${name}`),
                current: name === period,
              }))}
            />
          </div>
          {isQuiet ? (
            <EmptyState icon={Activity} title={t('visits.none')} body={t('visits.noneBody')} />
          ) : (
            <VisitsChart series={series} period={t(`period.${period}`)} by={by} />
          )}
        </Card>
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Card title={t('denied.title')}>
            <DeniedAddresses denied={denied} mayEdit={mayEdit} by={by} />
          </Card>
          <Card title={t('apps.title', { period: t(`period.${period}`) })}>
            {apps.length > 0 ? (
              <BarList
                items={apps.map(({ id, name, slug, visits }) => ({
                  ...{ key: id, label: name, value: visits },
                  // A name that says no more than the slug stands alone.
                  hint: name.toLowerCase() === slug ? undefined : slug,
                  href: `/admin/apps/${id}`,
                }))}
                format={(value) => formatNumber(value, by)}
              />
            ) : (
              <p className="text-muted">{t('apps.none')}</p>
            )}
          </Card>
          <Card title={t('expiring.title')}>
            <RangesToCheck
              ranges={expiring}
              verb="expiring"
              more={{ href: '/admin/ip-ranges?state=expiring', label: t('expiring.all') }}
              by={by}
            />
          </Card>
          <Card title={t('unused.title')}>
            <RangesToCheck ranges={unused} verb="unused" by={by} />
          </Card>
        </div>
        <Card title={t('changes.title')}>
          <LastChanges changes={changes} by={by} />
        </Card>
      </div>
    </>
  );
}
