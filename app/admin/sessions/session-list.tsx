'use client';

import { MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { ActionButton } from '@/components/action-button';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import type { SessionRow } from '@/lib/auth/queries';
import { endSessions } from './actions';

type SessionListProps = {
  sessions: readonly SessionRow[];
  /** The session that looks at them. */
  ownId: string;
  /** Whose each is. */
  withNames: boolean;
};

export function SessionList({ sessions, ownId, withNames }: SessionListProps) {
  const t = useTranslations('auth.sessions');
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-panel border border-line bg-surface shadow-card">
      {sessions.map(({ id, name, email, browser, address, createdAt, lastSeenAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-5 gap-y-3 px-4 py-4 text-sm sm:px-5">
          <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-sunken text-muted">
            <MonitorSmartphone className="size-5" aria-hidden="true" />
          </span>
          <div className="min-w-0 flex-1 basis-56">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
              {browser || t('unknownBrowser')}
              {id === ownId && <Badge tone="good">{t('this')}</Badge>}
            </p>
            {withNames && (
              <p>
                <bdi>{name}</bdi> <span className="text-muted">{email}</span>
              </p>
            )}
            <p className="text-muted">
              <span className="sr-only">{t('address')}: </span>
              <span className="font-mono">{address ?? '–'}</span>
            </p>
          </div>
          <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5 text-muted">
            <dt>{t('lastSeen')}</dt>
            <dd className="text-ink">
              <Moment at={lastSeenAt} relative />
            </dd>
            <dt>{t('signedIn')}</dt>
            <dd className="text-ink">
              <Moment at={createdAt} />
            </dd>
          </dl>
          <span className="empty:hidden sm:min-w-20 sm:text-right sm:empty:inline">
            {id !== ownId && (
              <ActionButton
                action={endSessions}
                input={{ id }}
                size="sm"
                aria-label={t('endLabel', {
                  browser: browser || t('unknownBrowser'),
                  address: address ?? '–',
                })}
                confirm={{
                  title: t('endTitle'),
                  body: t('endBody', { name }),
                  action: t('end'),
                  danger: true,
                }}
                doneMessage={t('ended')}
              >
                {t('end')}
              </ActionButton>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
