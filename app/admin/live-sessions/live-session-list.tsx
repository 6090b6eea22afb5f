import { Moment } from '@/components/moment';
import type { Administrator } from '@/lib/auth/administrator';
import { browserName } from '@/lib/auth/browser-name';
import { formatBytes } from '@/lib/format';
import type { SessionView } from '@/lib/guard/live-sessions';
import { translator } from '@/lib/i18n';
import { DisconnectButton } from './disconnect-button';

type LiveSessionListProps = {
  sessions: readonly SessionView[];
  by: Pick<Administrator, 'locale'>;
  mayDisconnect: boolean;
};

export function LiveSessionList({ sessions, by, mayDisconnect }: LiveSessionListProps) {
  const t = translator(by.locale, 'guard');
  return (
    <ul className="divide-y divide-line">
      {sessions.map(({ id, address, userName, userEmail, appName, appId, openedAt, ...session }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-4 text-sm sm:px-5">
          <div className="min-w-0 flex-1 basis-56">
            <p className="font-medium">{userName ? <bdi>{userName}</bdi> : t('live.nobody')}</p>
            <p className="text-muted">
              <span className="font-mono">{address}</span>
              {userEmail && ` · ${userEmail}`}
            </p>
            <p className="text-muted">{browserName(session.userAgent)}</p>
          </div>
          <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5 text-muted">
            <dt>{t('live.columns.app')}</dt>
            <dd className="text-ink">
              <a href={`/admin/apps/${appId}`} className="text-water hover:underline">
                {appName}
              </a>
            </dd>
            <dt>{t('live.columns.since')}</dt>
            <dd className="text-ink">
              <Moment at={new Date(openedAt)} />
            </dd>
          </dl>
          <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5 text-muted">
            <dt>{t('live.columns.sent')}</dt>
            <dd className="text-right text-ink tabular-nums">{formatBytes(session.bytesIn, by)}</dd>
            <dt>{t('live.columns.received')}</dt>
            <dd className="text-right text-ink tabular-nums">{formatBytes(session.bytesOut, by)}</dd>
          </dl>
          {mayDisconnect && <DisconnectButton id={id} address={address} app={appName} />}
        </li>
      ))}
    </ul>
  );
}
