import Link from 'next/link';
import { Moment } from '@/components/moment';
import { RangeEffectBadge, RangeStateBadge } from '@/components/range-badges';
import { Badge } from '@/components/ui/badge';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import { sizeText } from '@/lib/ip-ranges/inspect-range';
import type { RangeColumn } from '@/lib/ip-ranges/range-list';
import type { RangeRow } from '@/lib/ip-ranges/range-row';

const MOST_APPS = 3;
/** Two IPv4 addresses; those of IPv6 would push the other columns out. */
const LONGEST_IN_ONE_LINE = 31;

const link = 'hover:text-water hover:underline';

/** What a list of ranges shows of one, a column each. */
export function rangeColumns({ locale }: Administrator) {
  const t = translator(locale, 'ranges');
  return {
    range: {
      header: t('column.range'),
      primary: true,
      cell: ({ id, rule }) => (
        <Link
          href={`/admin/ip-ranges/${id}`}
          prefetch={false}
          className={`font-mono text-sm ${rule.range.length <= LONGEST_IN_ONE_LINE ? 'whitespace-nowrap' : 'break-all'} ${link}`}
        >
          {rule.range}
        </Link>
      ),
    },
    label: { header: t('column.label'), cell: ({ rule }) => rule.label || <Nothing /> },
    effect: {
      header: t('column.effect'),
      cell: ({ rule }) => <RangeEffectBadge effect={rule.effect} t={t} />,
    },
    owner: {
      header: t('column.owner'),
      cell: ({ owner }) =>
        owner ? (
          <Link
            href={`/admin/users/${owner.id}`}
            prefetch={false}
            title={owner.email}
            className={`${link} ${owner.enabled ? '' : 'text-muted line-through'}`}
          >
            {owner.name}
          </Link>
        ) : (
          <Nothing />
        ),
    },
    apps: { header: t('column.apps'), cell: (row) => <RangeApps row={row} locale={locale} /> },
    state: { header: t('column.state'), cell: ({ state }) => <RangeStateBadge state={state} t={t} /> },
    validity: {
      header: t('column.validity'),
      cell: ({ rule, state }) =>
        state === 'notYet' && rule.validFrom ? (
          <span>
            <span className="text-muted">{t('fromMoment')}</span> <Moment at={Date.parse(rule.validFrom)} />
          </span>
        ) : rule.validUntil ? (
          <Moment at={Date.parse(rule.validUntil)} />
        ) : (
          <span className="text-muted">{t('always')}</span>
        ),
    },
    landing: { header: t('column.landing'), cell: ({ rule }) => t(`landing.${rule.landing ?? 'default'}`) },
    addresses: {
      header: t('column.addresses'),
      align: 'end',
      cell: ({ addresses }) => <RangeSize {...sizeText(addresses, locale)} />,
    },
    note: {
      header: t('column.note'),
      cell: ({ rule }) =>
        rule.note ? <span className="line-clamp-2 min-w-40">{rule.note}</span> : <Nothing />,
    },
    updated: { header: t('column.updated'), cell: ({ updatedAt }) => <Moment at={updatedAt} relative /> },
  } satisfies Record<
    RangeColumn,
    { header: string; cell: (row: RangeRow) => React.ReactNode; align?: 'end'; primary?: boolean }
  >;
}

const Nothing = () => <span className="text-muted">–</span>;

/** Its own apps, and more quietly those that its owner brings. */
export function RangeApps({
  row: { ownApps, ownerApps },
  locale,
  most = MOST_APPS,
}: {
  row: Pick<RangeRow, 'ownApps' | 'ownerApps'>;
  locale: Administrator['locale'];
  most?: number;
}) {
  const t = translator(locale, 'ranges');
  const all = [
    ...ownApps.map((app) => ({ app, title: app.slug, own: true })),
    ...ownerApps.map((app) => ({ app, title: t('ownersApp', { app: app.name }), own: false })),
  ];
  if (all.length === 0) return <Nothing />;
  const names = (some: typeof all) => some.map(({ app }) => app.name).join(', ');
  return (
    <span className="flex flex-wrap gap-1">
      {all.slice(0, most).map(({ app, title, own }) => (
        <Link
          key={app.id}
          href={`/admin/apps/${app.id}`}
          prefetch={false}
          title={title}
          className="max-w-full"
        >
          <Badge tone={own ? 'water' : 'neutral'}>
            <span className="truncate">{app.enabled ? app.name : t('disabledApp', { app: app.name })}</span>
          </Badge>
        </Link>
      ))}
      {all.length > most && (
        <span className="self-center text-muted text-xs" title={names(all.slice(most))}>
          {t('moreApps', { count: all.length - most })}
        </span>
      )}
    </span>
  );
}

/** How many addresses: exact, and as a power of two where the digits are too many to read. */
export function RangeSize({ exact, exponent }: { exact: string; exponent: number | null }) {
  if (exponent === null) return <span className="tabular-nums">{exact}</span>;
  return (
    <span className="whitespace-nowrap tabular-nums" title={exact}>
      2<sup>{exponent}</sup>
    </span>
  );
}
