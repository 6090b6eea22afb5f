import Link from 'next/link';
import { OutcomeBadge } from '@/components/audit/outcome-badge';
import { Moment } from '@/components/moment';
import { Card } from '@/components/ui/card';
import { addressKey } from '@/lib/audit/access-event';
import { visitsHref } from '@/lib/audit/log-href';
import { reasonWords } from '@/lib/audit/reason-words';
import type { Access } from '@/lib/auth/access';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';

export type RecentVisitsProps = {
  db: Access['db'];
  by: Administrator;
  where: { userId: number } | { appId: number } | { rangeId: number } | { address: string };
  /** How many. */
  take?: number;
};

/** The last visits of one user, app, range or address, newest first, with a link to all of them. */
export async function RecentVisits({ db, by, where, take = 8 }: RecentVisitsProps) {
  const t = translator(by.locale, 'visits');
  const visits = await db.accessEvent.findMany({
    where: indexed(where),
    orderBy: { id: 'desc' },
    take,
    select: {
      ...{ id: true, at: true, address: true, outcome: true, reason: true },
      ...{ userEmail: true, appSlug: true, rangeLabel: true },
    },
  });
  const newest = visits[0];
  return (
    <Card
      flush
      title={t('recent')}
      actions={
        newest && (
          <Link
            href={await hrefOf(db, where)}
            prefetch={false}
            className="text-sm text-water hover:underline"
          >
            {t('recentAll')}
          </Link>
        )
      }
    >
      {newest ? (
        <ul className="divide-y divide-line border-line border-t">
          {visits.map(({ id, at, address, outcome, reason, userEmail, appSlug }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm sm:px-5">
              <Link
                href={`/admin/audit/visits/${id}`}
                prefetch={false}
                className="w-40 shrink-0 text-muted hover:text-ink hover:underline"
              >
                <Moment at={at} />
              </Link>
              <span className="min-w-28 font-mono">{address ?? t('noAddress')}</span>
              <OutcomeBadge outcome={outcome} locale={by.locale} />
              <span className="min-w-0 flex-1 basis-40 text-muted">
                {outcome === 'redirect' && appSlug ? appSlug : reasonWords(reason, by.locale)}
                {!('userId' in where) && userEmail ? ` · ${userEmail}` : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="border-line border-t px-4 py-6 text-center text-muted text-sm">{t('recentEmpty')}</p>
      )}
    </Card>
  );
}

/** By key: a text of an address is in no index. */
function indexed(where: RecentVisitsProps['where']) {
  return 'address' in where ? { addressKey: addressKey(where.address) ?? '' } : where;
}

async function hrefOf(db: Access['db'], where: RecentVisitsProps['where']): Promise<string> {
  if ('address' in where) return visitsHref({ address: where.address });
  if ('rangeId' in where) return visitsHref({ range: String(where.rangeId) });
  if ('appId' in where) {
    const app = await db.app.findUnique({ where: { id: where.appId }, select: { slug: true } });
    return visitsHref({ app: app?.slug });
  }
  const user = await db.user.findUnique({ where: { id: where.userId }, select: { email: true } });
  return visitsHref({ user: user?.email });
}
