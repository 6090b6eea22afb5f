'use client';

import { useTranslations } from 'use-intl/react';
import { ROW_LABEL } from '@/components/data-table/row-label';
import { type TableColumn, TableRows } from '@/components/data-table/table-rows';
import { Moment } from '@/components/moment';
import { RangeEffectBadge, RangeStateBadge } from '@/components/range-badges';
import type { SizeText } from '@/lib/ip-ranges/inspect-range';
import type { RangeColumn } from '@/lib/ip-ranges/range-list';
import { RangeApps, type RangeWords } from './range-cells';
import { RangeMenu } from './range-menu';
import type { ShownRange } from './shown-range';

/** Two IPv4 addresses; those of IPv6 would push the other columns out. */
const LONGEST_IN_ONE_LINE = 31;

/** The rows of the list of ranges. */
export function RangeRows({ rows, mayEdit }: { rows: readonly ShownRange[]; mayEdit: boolean }) {
  const t = useTranslations('ranges');
  return (
    <TableRows
      rows={rows}
      columns={columns(t)}
      rowLabel={({ rule }) => rule.range}
      rowMenu={({ id, rule }) => (
        <RangeMenu id={id} range={rule.range} enabled={rule.enabled} mayEdit={mayEdit} />
      )}
      menuLabel={t('menu.label', { range: ROW_LABEL })}
      selectable={mayEdit}
    />
  );
}

const nothing = <span className="text-muted">–</span>;

function columns(t: RangeWords): Record<RangeColumn, TableColumn<ShownRange>> {
  return {
    range: {
      header: t('column.range'),
      cell: ({ id, rule }) => (
        <a
          href={`/admin/ip-ranges/${id}`}
          className={`list-link font-mono text-sm ${rule.range.length <= LONGEST_IN_ONE_LINE ? 'whitespace-nowrap' : 'break-all'}`}
        >
          {rule.range}
        </a>
      ),
    },
    label: {
      header: t('column.label'),
      cell: ({ rule }) => (rule.label ? <span className="md:block md:min-w-36">{rule.label}</span> : nothing),
    },
    effect: {
      header: t('column.effect'),
      cell: ({ rule }) => <RangeEffectBadge effect={rule.effect} t={t} />,
    },
    owner: {
      header: t('column.owner'),
      cell: ({ owner }) =>
        owner ? (
          <a
            href={`/admin/users/${owner.id}`}
            title={owner.email}
            className={owner.enabled ? 'list-link' : 'list-link text-muted line-through'}
          >
            {owner.name}
          </a>
        ) : (
          nothing
        ),
    },
    apps: { header: t('column.apps'), cell: (row) => <RangeApps row={row} t={t} inRow /> },
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
      cell: ({ size }) => size && <RangeSize {...size} />,
    },
    note: {
      header: t('column.note'),
      cell: ({ rule }) => (rule.note ? <span className="line-clamp-2 min-w-40">{rule.note}</span> : nothing),
    },
    updated: { header: t('column.updated'), cell: ({ updatedAt }) => <Moment at={updatedAt} relative /> },
  };
}

/** How many addresses: exact, and as a power of two where the digits are too many to read. */
function RangeSize({ exact, exponent }: SizeText) {
  if (exponent === null) return <span className="tabular-nums">{exact}</span>;
  return (
    <span className="whitespace-nowrap tabular-nums" title={exact}>
      2<sup>{exponent}</sup>
    </span>
  );
}
