import Link from 'next/link';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import type { AppColumn, AppRow } from '@/lib/apps/app-list';
import { isGuarded } from '@/lib/apps/upstreams';
import type { Administrator } from '@/lib/auth/administrator';
import { formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { isUnderMaintenance } from '@/lib/routing/maintenance';

const link = 'hover:text-water hover:underline';

/** What a list of apps shows of one, a column each. `down`: the ids of the apps known to be down. */
export function appColumns(by: Administrator, down: ReadonlySet<number>) {
  const t = translator(by.locale, 'apps');
  const now = Date.now();
  return {
    name: {
      header: t('column.name'),
      primary: true,
      cell: ({ id, rule }) => (
        <Link href={`/admin/apps/${id}`} prefetch={false} className={`font-medium ${link}`}>
          {rule.name}
        </Link>
      ),
    },
    slug: {
      header: t('column.slug'),
      cell: ({ rule }) => <span className="font-mono text-sm">{rule.slug}</span>,
    },
    port: {
      header: t('column.port'),
      align: 'end',
      cell: ({ rule }) => <span className="font-mono text-sm tabular-nums">{rule.port}</span>,
    },
    status: {
      header: t('column.status'),
      cell: ({ id, rule }) => (
        <AppStatusBadge
          enabled={rule.enabled}
          maintenance={isUnderMaintenance(rule, now)}
          down={down.has(id)}
          locale={by.locale}
        />
      ),
    },
    users: {
      header: t('column.users'),
      align: 'end',
      cell: ({ rule, users }) => (
        <Link href={`/admin/users?app=${rule.slug}`} prefetch={false} className={`tabular-nums ${link}`}>
          {formatNumber(users, by)}
        </Link>
      ),
    },
    ranges: {
      header: t('column.ranges'),
      align: 'end',
      cell: ({ rule, ranges }) => (
        <Link href={`/admin/ip-ranges?app=${rule.slug}`} prefetch={false} className={`tabular-nums ${link}`}>
          {formatNumber(ranges, by)}
        </Link>
      ),
    },
    guarded: {
      header: t('column.guarded'),
      cell: ({ rule }) => (
        <Badge tone={isGuarded(rule) ? 'neutral' : 'warn'}>
          {t(isGuarded(rule) ? 'guarded.yes' : 'guarded.no')}
        </Badge>
      ),
    },
    host: { header: t('column.host'), cell: ({ rule }) => rule.host ?? t('host.this') },
    path: {
      header: t('column.path'),
      cell: ({ rule }) => <span className="font-mono text-sm">{rule.path}</span>,
    },
    note: {
      header: t('column.note'),
      cell: ({ rule }) =>
        rule.note ? <span className="line-clamp-2 min-w-40">{rule.note}</span> : <Nothing />,
    },
    updated: { header: t('column.updated'), cell: ({ updatedAt }) => <Moment at={updatedAt} relative /> },
  } satisfies Record<
    AppColumn,
    { header: string; cell: (row: AppRow) => React.ReactNode; align?: 'end'; primary?: boolean }
  >;
}

const Nothing = () => <span className="text-muted">–</span>;

/** Whether an app can be used at the moment. */
export function AppStatusBadge({
  enabled,
  maintenance,
  down,
  locale,
}: {
  enabled: boolean;
  maintenance: boolean;
  down: boolean;
  locale: Administrator['locale'];
}) {
  const t = translator(locale, 'apps');
  if (!enabled) return <Badge tone="neutral">{t('status.disabled')}</Badge>;
  if (maintenance) return <Badge tone="warn">{t('status.maintenance')}</Badge>;
  return <Badge tone={down ? 'stop' : 'good'}>{t(down ? 'status.down' : 'status.up')}</Badge>;
}
