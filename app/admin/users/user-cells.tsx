import Link from 'next/link';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import type { Administrator } from '@/lib/auth/administrator';
import { formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';
import type { GrantedApp, UserColumn, UserRow } from '@/lib/users/user-list';

const MOST_APPS = 3;

const link = 'hover:text-water hover:underline';

/** What a list of users shows of one, a column each. */
export function userColumns(by: Administrator) {
  const t = translator(by.locale, 'users');
  return {
    name: {
      header: t('column.name'),
      primary: true,
      cell: ({ id, name }) => (
        <Link href={`/admin/users/${id}`} prefetch={false} className={`font-medium ${link}`}>
          {name}
        </Link>
      ),
    },
    email: {
      header: t('column.email'),
      cell: ({ email }) => <span className="md:whitespace-nowrap">{email}</span>,
    },
    department: { header: t('column.department'), cell: ({ department }) => department || <Nothing /> },
    ranges: {
      header: t('column.ranges'),
      cell: ({ email, ranges: { count, first } }) =>
        first === null ? (
          <Nothing />
        ) : (
          <Link href={rangesHref(email)} prefetch={false} className={`${link} md:whitespace-nowrap`}>
            <span className="font-mono text-sm">{first}</span>
            {count > 1 && <span className="ml-1.5 text-muted text-xs">+{formatNumber(count - 1, by)}</span>}
          </Link>
        ),
    },
    apps: { header: t('column.apps'), cell: ({ apps }) => <GrantedApps apps={apps} locale={by.locale} /> },
    state: {
      header: t('column.state'),
      cell: ({ enabled }) => <UserStateBadge enabled={enabled} locale={by.locale} />,
    },
    landing: { header: t('column.landing'), cell: ({ landing }) => t(`landing.${landing ?? 'default'}`) },
    role: {
      header: t('column.role'),
      cell: ({ role }) => (role ? <Badge tone="water">{t(`role.${role}`)}</Badge> : <Nothing />),
    },
    note: {
      header: t('column.note'),
      cell: ({ note }) => (note ? <span className="line-clamp-2 min-w-40">{note}</span> : <Nothing />),
    },
    updated: { header: t('column.updated'), cell: ({ updatedAt }) => <Moment at={updatedAt} relative /> },
  } satisfies Record<
    UserColumn,
    { header: string; cell: (row: UserRow) => React.ReactNode; primary?: boolean }
  >;
}

const Nothing = () => <span className="text-muted">–</span>;

/** The list of a user’s ranges. */
export const rangesHref = (email: string) => `/admin/ip-ranges?owner=${encodeURIComponent(email)}`;

export function UserStateBadge({ enabled, locale }: { enabled: boolean; locale: Administrator['locale'] }) {
  const t = translator(locale, 'users');
  return <Badge tone={enabled ? 'good' : 'neutral'}>{t(enabled ? 'state.enabled' : 'state.disabled')}</Badge>;
}

/** Apps in their order. */
export function GrantedApps({
  apps,
  locale,
  most = MOST_APPS,
}: {
  apps: readonly GrantedApp[];
  locale: Administrator['locale'];
  most?: number;
}) {
  const t = translator(locale, 'users');
  if (apps.length === 0) return <Nothing />;
  const names = (some: readonly GrantedApp[]) => some.map(({ name }) => name).join(', ');
  return (
    <span className="flex flex-wrap gap-1">
      {apps.slice(0, most).map(({ id, slug, name, enabled }) => (
        <Link key={slug} href={`/admin/apps/${id}`} prefetch={false} title={slug} className="max-w-full">
          <Badge tone={enabled ? 'water' : 'neutral'}>
            <span className="truncate">{enabled ? name : t('disabledApp', { app: name })}</span>
          </Badge>
        </Link>
      ))}
      {apps.length > most && (
        <span className="self-center text-muted text-xs" title={names(apps.slice(most))}>
          {t('moreApps', { count: apps.length - most })}
        </span>
      )}
    </span>
  );
}
