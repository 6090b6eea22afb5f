import { Copy, ExternalLink, Pencil, TriangleAlert } from 'lucide-react';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ObjectHistory } from '@/components/history';
import { Moment } from '@/components/moment';
import { PageHeader } from '@/components/page-header';
import { RecentVisits } from '@/components/recent-visits';
import { buttonLook, LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { appReach } from '@/lib/apps/app-reach';
import { isGuarded, upstreamsOf } from '@/lib/apps/upstreams';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { env } from '@/lib/env';
import { translator } from '@/lib/i18n';
import { hostOf } from '@/lib/landing/public-hosts';
import { targetOf } from '@/lib/landing/target';
import { isTlsOn } from '@/lib/landing/tls';
import { portal } from '@/lib/portal';
import { maintenanceAt, maintenanceOf } from '@/lib/routing/maintenance';
import { parseRowId } from '@/lib/row-id';
import { AppStatusBadge } from '../app-cells';
import { StreamlitCommands } from '../streamlit-commands';
import { AppButtons } from './app-buttons';
import { AppHealthCard } from './app-health';
import { AppReachCard } from './app-reach';
import { type AppPageProps, requestedApp } from './requested-app';

export default async function AppPage({ params, searchParams }: AppPageProps) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'apps');
  const app = await requestedApp(db, params);
  const { id, rule, createdAt, updatedAt } = app;
  const { turnsBefore } = await searchParams;
  const before = parseRowId(typeof turnsBefore === 'string' ? turnsBefore : '');
  const given = await headers();
  const publicHost = env().publicHosts[0] ?? hostOf(given.get('host')) ?? 'localhost';
  const target = targetOf({ id, ...rule }, publicHost, isTlsOn(given, env().proxySecret));
  const places = upstreamsOf(rule);
  const guarded = isGuarded(rule);
  const maintenance = maintenanceAt({ underMaintenance: maintenanceOf(rule) }, Date.now());
  const isDown = portal().health.downApps().has(id);
  return (
    <>
      <PageHeader
        title={rule.name}
        back={{ href: '/admin/apps', label: t('title') }}
        description={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <AppStatusBadge enabled={rule.enabled} maintenance={maintenance !== null} down={isDown} t={t} />
            <span>{rule.description}</span>
          </span>
        }
        actions={
          <>
            <a href={target} target="_blank" rel="noreferrer" className={buttonLook()}>
              <ExternalLink aria-hidden="true" className="size-4" />
              {t('menu.open')}
            </a>
            {mayAct(by.role, 'editor') && (
              <>
                <LinkButton href={`/admin/apps/new?copy=${id}`} icon={Copy}>
                  {t('menu.duplicate')}
                </LinkButton>
                <AppButtons
                  id={id}
                  name={rule.name}
                  enabled={rule.enabled}
                  maintenance={maintenance !== null}
                />
                <LinkButton href={`/admin/apps/${id}/edit`} variant="primary" icon={Pencil}>
                  {t('menu.edit')}
                </LinkButton>
              </>
            )}
          </>
        }
      />
      <div className="grid gap-5 xl:grid-cols-2 xl:items-start">
        <div className="grid gap-5">
          <AppHealthCard db={db} by={by} appId={id} before={before} />
          <AppReachCard slug={rule.slug} reach={await appReach(db, id)} by={by} />
          <Card title={t('facts.title')}>
            <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[10rem_1fr]">
              <Fact term={t('facts.target')} value={<span className="break-all font-mono">{target}</span>} />
              <Fact term={t('column.slug')} value={<span className="font-mono">{rule.slug}</span>} />
              {places.length > 0 && (
                <Fact
                  term={t('field.upstream')}
                  value={<span className="break-all font-mono">{places.join(', ')}</span>}
                />
              )}
              <Fact term={t('column.guarded')} value={t(guarded ? 'guarded.yes' : 'guarded.no')} />
              {maintenance && (
                <Fact
                  term={t('field.maintenance')}
                  value={
                    <>
                      {t.rich(maintenance.until === null ? 'maintenance.isOpen' : 'maintenance.isUntil', {
                        when: () => <Moment key="when" at={maintenance.until} />,
                      })}
                      {maintenance.message && <span className="block">{maintenance.message}</span>}
                    </>
                  }
                />
              )}
              {rule.note && <Fact term={t('column.note')} value={rule.note} />}
              <Fact term={t('facts.created')} value={<Moment at={createdAt} />} />
              <Fact term={t('column.updated')} value={<Moment at={updatedAt} />} />
            </dl>
            {guarded ? (
              <div className="mt-4 grid gap-1.5 text-sm">
                <p className="text-muted">{t('startIt')}</p>
                <StreamlitCommands places={places} />
              </div>
            ) : (
              <p className="mt-4 flex items-start gap-2 text-sm text-warn">
                <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                {t('unguardedWarning')}
              </p>
            )}
          </Card>
        </div>
        <div className="grid gap-5">
          <RecentVisits db={db} by={by} where={{ appId: id }} />
          <ObjectHistory db={db} by={by} entity="App" id={id} />
        </div>
      </div>
    </>
  );
}

function Fact({ term, value }: { term: string; value: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 max-sm:-mt-2">{value}</dd>
    </>
  );
}
