import { RefreshCw } from 'lucide-react';
import { ActionButton } from '@/components/action-button';
import { AutoRefresh } from '@/components/auto-refresh';
import { Moment } from '@/components/moment';
import { PageHeader } from '@/components/page-header';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { env } from '@/lib/env';
import { translator } from '@/lib/i18n';
import { leftOutText } from '@/lib/nginx/left-out-text';
import { guardedApps } from '@/lib/nginx/model';
import { problemText } from '@/lib/nginx/publish-problem';
import { isStale, readPublishStatus } from '@/lib/nginx/publish-status';
import { portal } from '@/lib/portal';
import { publishNow } from './actions';
import { ConfigDiff } from './config-diff';
import { ServedApps } from './served-apps';

const tones = {
  inForce: 'good',
  pending: 'water',
  failed: 'stop',
  notRunning: 'stop',
  keeperAway: 'stop',
} as const;

export default async function NginxPage() {
  const { by } = await requireRole('editor');
  const t = translator(by.locale, 'nginx');
  const { table } = await portal().rules.refresh();
  const status = await readPublishStatus(env());
  const state = !status || isStale(status) ? 'keeperAway' : status.state;
  const { failure = null, leftOut = [], differences = [] } = status ?? {};
  return (
    <>
      <AutoRefresh seconds={3} />
      <PageHeader
        title={t('page.title')}
        description={t('page.description')}
        actions={
          mayAct(by.role, 'admin') && (
            <ActionButton
              action={publishNow}
              input={{}}
              variant="primary"
              icon={<RefreshCw />}
              doneMessage={t('page.asked')}
            >
              {t('page.publishNow')}
            </ActionButton>
          )
        }
      />
      <div className="grid max-w-5xl gap-5">
        <Card title={t('page.state')}>
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={tones[state]}>{t(`page.states.${state}`)}</Badge>
            <span>{t(`page.stateTexts.${state}`)}</span>
          </p>
          {status && (
            <dl className="mt-4 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[12rem_1fr]">
              <dt className="text-muted">{t('page.since')}</dt>
              <dd>
                <Moment at={status.inForceSince} />
              </dd>
              <dt className="text-muted">{t('page.looked')}</dt>
              <dd>
                <Moment at={status.lookedAt} />
              </dd>
              <dt className="text-muted">{t('page.revision')}</dt>
              <dd className="tabular-nums">{status.revision ?? '–'}</dd>
              <dt className="text-muted">{t('page.hash')}</dt>
              <dd className="break-all font-mono">{status.hash?.slice(0, 16) ?? '–'}</dd>
            </dl>
          )}
        </Card>
        {failure && (
          <Card title={t('page.failure')}>
            <pre className="whitespace-pre-wrap break-words font-mono text-sm">
              {problemText(failure, by.locale)}
            </pre>
            <p className="mt-3 text-muted text-sm">
              <Moment at={failure.at} />
            </p>
          </Card>
        )}
        {leftOut.length > 0 && (
          <Card title={t('page.leftOut')}>
            <ul className="grid list-disc gap-2 pl-5 text-sm">
              {leftOut.map((app) => (
                <li key={app.id} className="break-words">
                  {leftOutText(app, by.locale)}
                </li>
              ))}
            </ul>
          </Card>
        )}
        <ServedApps
          apps={guardedApps(table.apps.values())}
          leftOut={new Set(leftOut.map(({ id }) => id))}
          isInForce={state === 'inForce'}
          locale={by.locale}
        />
        <ConfigDiff lines={differences} locale={by.locale} />
      </div>
    </>
  );
}
