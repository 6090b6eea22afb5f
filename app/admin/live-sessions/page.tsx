import { PlugZap, Unplug } from 'lucide-react';
import { PageHeader } from '@/components/page-header';
import { EmptyState } from '@/components/ui/empty-state';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { env } from '@/lib/env';
import { GuardAway, listLiveSessions } from '@/lib/guard/control';
import { translator } from '@/lib/i18n';
import { FollowSessions } from './follow-sessions';
import { LiveSessionList } from './live-session-list';

export default async function LiveSessionsPage() {
  const { by } = await requireRole('viewer');
  const t = translator(by.locale, 'guard');
  const sessions = await sessionsOrNull();
  return (
    <>
      <PageHeader title={t('live.title')} description={t('live.description')} />
      <p className="mb-3 flex flex-wrap gap-x-2 text-sm">
        {sessions && <strong>{t('live.count', { count: sessions.length })}</strong>}
        <span className="text-muted">{t('live.refreshing')}</span>
      </p>
      <FollowSessions />
      <div className="overflow-hidden rounded-panel border border-line bg-surface shadow-card">
        {sessions === null && <EmptyState icon={Unplug} title={t('live.away')} body={t('live.awayBody')} />}
        {sessions?.length === 0 && (
          <EmptyState icon={PlugZap} title={t('live.empty')} body={t('live.emptyBody')} />
        )}
        {sessions && sessions.length > 0 && (
          <LiveSessionList sessions={sessions} by={by} mayDisconnect={mayAct(by.role, 'editor')} />
        )}
      </div>
    </>
  );
}

/** Null: the guard does not answer, which is worth a page. */
async function sessionsOrNull() {
  try {
    return await listLiveSessions(env());
  } catch (error) {
    if (error instanceof GuardAway) return null;
    throw error;
  }
}
