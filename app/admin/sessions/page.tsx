import { PageHeader } from '@/components/page-header';
import { TabLinks } from '@/components/ui/tabs';
import { mayAct } from '@/lib/auth/administrator';
import { listSessions } from '@/lib/auth/queries';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import type { SearchParams } from '@/lib/list-params';
import { EndOthers } from './end-others';
import { SessionList } from './session-list';

export default async function SessionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'auth');
  const maySeeAll = mayAct(by.role, 'admin');
  const all = maySeeAll && (await searchParams).of === 'everyone';
  const sessions = await listSessions(db, all ? {} : { userId: by.userId });
  const others = sessions.filter(({ id, userId }) => userId === by.userId && id !== by.sessionId);
  return (
    <>
      <PageHeader
        title={t('sessions.title')}
        description={t(all ? 'sessions.leadAll' : 'sessions.lead')}
        actions={!all && others.length > 0 && <EndOthers />}
      />
      {maySeeAll && (
        <TabLinks
          label={t('sessions.title')}
          items={[
            { href: '/admin/sessions', label: t('sessions.mine'), current: !all },
            { href: '/admin/sessions?of=everyone', label: t('sessions.everyone'), current: all },
          ]}
        />
      )}
      <SessionList sessions={sessions} ownId={by.sessionId} withNames={all} />
      <p className="mt-4 text-muted text-sm">{t('sessions.rule')}</p>
    </>
  );
}
