import Link from 'next/link';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { copyStates, healthTurns, type UptimePeriod, uptime, uptimePeriods } from '@/lib/apps/health-history';
import type { Access } from '@/lib/auth/access';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';

const TURNS = 8;

type AppHealthProps = {
  db: Access['db'];
  by: Administrator;
  appId: number;
  /** Turns older than the one with this id are shown; null: the newest. */
  before: number | null;
};

/** How each copy of an app is, since when, how much of the time it was up, and when it went up and down. */
export async function AppHealthCard({ db, by, appId, before }: AppHealthProps) {
  const t = translator(by.locale, 'apps');
  const now = Date.now();
  const copies = await copyStates(db, appId, now);
  const { turns, more } = await healthTurns(db, appId, { before, take: TURNS });
  const shares = await uptime(db, appId, now);
  const percent = new Intl.NumberFormat(by.locale, { style: 'percent', maximumFractionDigits: 2 });
  if (copies.length === 0 && turns.length === 0) {
    return (
      <Card title={t('health.title')}>
        <p className="text-muted text-sm">{t('health.none')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('health.title')}>
      <ul className="grid gap-3 text-sm">
        {copies.map(({ upstream, state, since, detail, isStale }) => (
          <li key={upstream} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="break-all font-mono">{upstream}</span>
            <Badge tone={isStale ? 'neutral' : state === 'up' ? 'good' : 'stop'}>
              {t(`status.${state}`)}
            </Badge>
            <span className="text-muted">
              {t.rich('health.since', { when: () => <Moment key="when" at={since} relative /> })}
            </span>
            {state === 'down' && detail !== '' && (
              <span className="break-all font-mono text-muted">{detail}</span>
            )}
            {isStale && <span className="text-warn">{t('health.stale')}</span>}
          </li>
        ))}
      </ul>
      <dl className="mt-5 grid gap-3 text-sm sm:grid-cols-2">
        {(Object.keys(uptimePeriods) as UptimePeriod[]).map((period) => {
          const share = shares[period];
          return (
            <div key={period}>
              <dt className="text-muted">{t(`health.uptime.${period}`)}</dt>
              <dd className="mt-1 font-medium tabular-nums">
                {share === null ? t('health.unknown') : percent.format(share)}
              </dd>
            </div>
          );
        })}
      </dl>
      {turns.length > 0 && (
        <div className="mt-5 text-sm">
          <h3 className="font-medium">{t('health.history')}</h3>
          <ol className="mt-1 divide-y divide-line">
            {turns.map(({ id, at, upstream, state, detail }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
                <Badge tone={state === 'up' ? 'good' : 'stop'}>{t(`status.${state}`)}</Badge>
                <Moment at={at} />
                <span className="break-all font-mono text-muted">{upstream}</span>
                {state === 'down' && detail !== '' && (
                  <span className="break-all font-mono text-muted">{detail}</span>
                )}
              </li>
            ))}
          </ol>
        </div>
      )}
      <p className="mt-3 flex gap-5 text-sm">
        {before !== null && (
          <Link href={`/admin/apps/${appId}`} prefetch={false} className="text-water hover:underline">
            {t('health.newest')}
          </Link>
        )}
        {more && (
          <Link
            href={`/admin/apps/${appId}?turnsBefore=${turns.at(-1)?.id}`}
            prefetch={false}
            className="text-water hover:underline"
          >
            {t('health.older')}
          </Link>
        )}
      </p>
    </Card>
  );
}
