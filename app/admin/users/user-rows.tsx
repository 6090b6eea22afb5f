'use client';

import { useLocale, useTranslations } from 'use-intl/react';
import { ROW_LABEL } from '@/components/data-table/row-label';
import { type TableColumn, TableRows } from '@/components/data-table/table-rows';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import { formatNumber } from '@/lib/format';
import type { Locale } from '@/lib/i18n';
import type { UserColumn, UserRow } from '@/lib/users/user-list';
import { GrantedApps, rangesHref, UserStateBadge, type UserWords } from './user-cells';
import { UserMenu } from './user-menu';

type UserRowsProps = { rows: readonly UserRow[]; mayEdit: boolean };

/** The rows of the list of users. */
export function UserRows({ rows, mayEdit }: UserRowsProps) {
  const t = useTranslations('users');
  const locale = useLocale();
  return (
    <TableRows
      rows={rows}
      columns={columns(t, locale)}
      rowLabel={({ name }) => name}
      rowMenu={({ id, name, enabled }) => (
        <UserMenu id={id} name={name} enabled={enabled} mayEdit={mayEdit} />
      )}
      menuLabel={t('menu.label', { name: ROW_LABEL })}
      selectable={mayEdit}
    />
  );
}

const nothing = <span className="text-muted">–</span>;

function columns(t: UserWords, locale: Locale): Record<UserColumn, TableColumn<UserRow>> {
  return {
    name: {
      header: t('column.name'),
      cell: ({ id, name }) => (
        <a href={`/admin/users/${id}`} className="list-link">
          {name}
        </a>
      ),
    },
    email: {
      header: t('column.email'),
      cell: ({ email }) => <span className="md:whitespace-nowrap">{email}</span>,
    },
    department: { header: t('column.department'), cell: ({ department }) => department || nothing },
    ranges: {
      header: t('column.ranges'),
      cell: ({ email, ranges: { count, first } }) =>
        first === null ? (
          nothing
        ) : (
          <a href={rangesHref(email)} className="list-link md:whitespace-nowrap">
            <span className="font-mono text-sm">{first}</span>
            {count > 1 && (
              <span className="ml-1.5 text-muted text-xs">{`+${formatNumber(count - 1, { locale })}`}</span>
            )}
          </a>
        ),
    },
    apps: { header: t('column.apps'), cell: ({ apps }) => <GrantedApps apps={apps} t={t} inRow /> },
    state: { header: t('column.state'), cell: ({ enabled }) => <UserStateBadge enabled={enabled} t={t} /> },
    landing: { header: t('column.landing'), cell: ({ landing }) => t(`landing.${landing ?? 'default'}`) },
    role: {
      header: t('column.role'),
      cell: ({ role }) => (role ? <Badge tone="water">{t(`role.${role}`)}</Badge> : nothing),
    },
    note: {
      header: t('column.note'),
      cell: ({ note }) => (note ? <span className="line-clamp-2 min-w-40">{note}</span> : nothing),
    },
    updated: { header: t('column.updated'), cell: ({ updatedAt }) => <Moment at={updatedAt} relative /> },
  };
}
