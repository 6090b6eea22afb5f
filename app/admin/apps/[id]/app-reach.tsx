import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { AppReachDetail } from '@/lib/apps/app-reach';
import type { Administrator } from '@/lib/auth/administrator';
import { formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';

type Props = { slug: string; reach: AppReachDetail; by: Administrator };

/** Who can reach an app: the users, and the ranges that it is granted to directly. */
export function AppReachCard({ slug, reach: { users, ranges }, by }: Props) {
  const t = translator(by.locale, 'apps');
  return (
    <Card title={t('reach.title')}>
      <div className="grid gap-5 text-sm sm:grid-cols-2">
        <section className="min-w-0">
          <h3 className="font-medium">{t('reach.users', { count: users.total })}</h3>
          <ul className="mt-2 grid gap-1">
            {users.first.map(({ id, name, enabled }) => (
              <li key={id} className="flex flex-wrap items-center gap-2">
                <Link
                  href={`/admin/users/${id}`}
                  prefetch={false}
                  className="py-0.5 text-water hover:underline"
                >
                  {name}
                </Link>
                {!enabled && <Badge tone="neutral">{t('state.disabled')}</Badge>}
              </li>
            ))}
          </ul>
          {users.total > users.first.length && (
            <All
              href={`/admin/users?app=${slug}`}
              words={t('reach.all', { count: formatNumber(users.total, by) })}
            />
          )}
        </section>
        <section className="min-w-0">
          <h3 className="font-medium">{t('reach.ranges', { count: ranges.total })}</h3>
          <ul className="mt-2 grid gap-1">
            {ranges.first.map(({ id, range, label }) => (
              <li key={id} className="flex flex-wrap items-baseline gap-x-2">
                <Link
                  href={`/admin/ip-ranges/${id}`}
                  prefetch={false}
                  className="py-0.5 font-mono text-water hover:underline"
                >
                  {range}
                </Link>
                <span className="text-muted">{label}</span>
              </li>
            ))}
          </ul>
          {ranges.total > ranges.first.length && (
            <All
              href={`/admin/ip-ranges?app=${slug}`}
              words={t('reach.all', { count: formatNumber(ranges.total, by) })}
            />
          )}
        </section>
      </div>
      {users.total + ranges.total === 0 && <p className="mt-4 text-muted text-sm">{t('reach.nobody')}</p>}
    </Card>
  );
}

const All = ({ href, words }: { href: string; words: string }) => (
  <Link href={href} prefetch={false} className="mt-2 inline-block text-water hover:underline">
    {words}
  </Link>
);
