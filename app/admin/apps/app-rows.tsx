'use client';

import { useLocale, useTranslations } from 'use-intl/react';
import { ROW_LABEL } from '@/components/data-table/row-label';
import { type TableColumn, TableRows } from '@/components/data-table/table-rows';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import type { AppColumn, AppRow } from '@/lib/apps/app-list';
import { isGuarded } from '@/lib/apps/upstreams';
import { formatNumber } from '@/lib/format';
import type { Locale } from '@/lib/i18n';
import { AppStatusBadge, type AppWords } from './app-cells';
import { AppMenu } from './app-menu';

type ShownApp = AppRow & {
  /** Known not to answer. */
  isDown: boolean;
  inMaintenance: boolean;
};

/** The rows of the list of apps. */
export function AppRows({ rows, mayEdit }: { rows: readonly ShownApp[]; mayEdit: boolean }) {
  const t = useTranslations('apps');
  const locale = useLocale();
  return (
    <TableRows
      rows={rows}
      columns={columns(t, locale)}
      rowLabel={({ rule }) => rule.name}
      rowMenu={({ id, rule, inMaintenance }) => (
        <AppMenu
          id={id}
          name={rule.name}
          enabled={rule.enabled}
          maintenance={inMaintenance}
          mayEdit={mayEdit}
        />
      )}
      menuLabel={t('menu.label', { name: ROW_LABEL })}
      selectable={mayEdit}
    />
  );
}

const nothing = <span className="text-muted">–</span>;

function columns(t: AppWords, locale: Locale): Record<AppColumn, TableColumn<ShownApp>> {
  return {
    name: {
      header: t('column.name'),
      cell: ({ id, rule }) => (
        <a href={`/admin/apps/${id}`} className="list-link">
          {rule.name}
        </a>
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
      cell: ({ rule, isDown, inMaintenance }) => (
        <AppStatusBadge enabled={rule.enabled} maintenance={inMaintenance} down={isDown} t={t} />
      ),
    },
    users: {
      header: t('column.users'),
      align: 'end',
      cell: ({ rule, users }) => (
        <a href={`/admin/users?app=${rule.slug}`} className="list-link tabular-nums">
          {formatNumber(users, { locale })}
        </a>
      ),
    },
    ranges: {
      header: t('column.ranges'),
      align: 'end',
      cell: ({ rule, ranges }) => (
        <a href={`/admin/ip-ranges?app=${rule.slug}`} className="list-link tabular-nums">
          {formatNumber(ranges, { locale })}
        </a>
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
      cell: ({ rule }) => (rule.note ? <span className="line-clamp-2 min-w-40">{rule.note}</span> : nothing),
    },
    updated: { header: t('column.updated'), cell: ({ updatedAt }) => <Moment at={updatedAt} relative /> },
  };
}
