'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ListChange } from '@/lib/list-params';
import { ListLink, useListNavigation } from './list-navigation';
import { ROW_LABEL, withLabel } from './row-label';
import { RowMenu } from './row-menu';
import { PageCheckbox, RowCheckbox } from './selection';
import { useFollowedLinks } from './use-followed-links';

export type TableColumn<Row> = {
  header: string;
  /** One element, or text. Its links are plain ones: the table has the router follow them. */
  cell: (row: Row) => ReactNode;
  align?: 'end';
};

export type TableRowsProps<Row, Column extends string> = {
  rows: readonly Row[];
  /** The first one of the list names the row: it is always shown, and the title of its card on a phone. */
  columns: Record<Column, TableColumn<Row>>;
  rowLabel: (row: Row) => string;
  /** The menu from its first opening on; until then a button with `menuLabel`, in which ROW_LABEL is the row's, stands for it. */
  rowMenu: (row: Row) => ReactNode;
  menuLabel: string;
  /** Rows can be chosen: the list has something to do with them. */
  selectable: boolean;
};

/** The rows of a list's page: a table, and on a phone a card each. They travel as data, and become elements here only. */
export function TableRows<Row extends { id: number }, Column extends string>({
  rows,
  columns,
  rowLabel,
  rowMenu,
  menuLabel,
  selectable,
}: TableRowsProps<Row, Column>) {
  const t = useTranslations('list');
  const { params, shape } = useListNavigation();
  const body = useRef<HTMLTableSectionElement>(null);
  useFollowedLinks(body);
  const select = t('selectRow', { label: ROW_LABEL });
  const shown = (shape.columns as readonly Column[]).filter(
    (name, i) => i === 0 || params.columns.includes(name),
  );
  return (
    <div className="md:overflow-x-auto md:rounded-card md:border md:border-line md:bg-surface md:shadow-card">
      <table className="w-full text-left text-sm max-md:block">
        <thead className="border-line border-b bg-sunken max-md:hidden">
          <tr>
            {selectable && (
              <th scope="col" className="w-9 pl-2">
                <PageCheckbox />
              </th>
            )}
            {shown.map((column) => (
              <ColumnHeader
                key={column}
                header={columns[column].header}
                align={columns[column].align}
                change={
                  shape.sorts.includes(column)
                    ? { sort: column, descending: params.sort === column && !params.descending }
                    : undefined
                }
                sorted={params.sort === column ? (params.descending ? 'descending' : 'ascending') : undefined}
              />
            ))}
            <th scope="col" className="w-12">
              <span className="sr-only">{t('rowMenu')}</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body} className="max-md:grid max-md:gap-3 md:divide-y md:divide-line">
          {rows.map((row) => (
            <tr key={row.id} className={selectable ? 'list-row list-row-selectable' : 'list-row'}>
              {selectable && (
                <td className="list-choice">
                  <RowCheckbox id={row.id} label={rowLabel(row)} name={withLabel(select, rowLabel(row))} />
                </td>
              )}
              {shown.map((column, i) => {
                const { cell, header, align } = columns[column];
                return i === 0 ? (
                  <td key={column} className="list-title">
                    {cell(row)}
                  </td>
                ) : (
                  <td
                    key={column}
                    className={align === 'end' ? 'list-cell md:text-right' : 'list-cell'}
                    data-label={header}
                  >
                    {cell(row)}
                  </td>
                );
              })}
              <td className="list-menu">
                <RowMenu label={withLabel(menuLabel, rowLabel(row))}>{() => rowMenu(row)}</RowMenu>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ColumnHeaderProps = {
  header: string;
  align?: 'end';
  /** Sorts by this column; left out where it cannot be sorted by. */
  change?: ListChange;
  sorted?: 'ascending' | 'descending';
};

function ColumnHeader({ header, align, change, sorted }: ColumnHeaderProps) {
  const shape = `px-3 py-2 font-medium text-muted whitespace-nowrap ${align === 'end' ? 'text-right' : ''}`;
  if (!change) {
    return (
      <th scope="col" className={shape}>
        {header}
      </th>
    );
  }
  const Arrow = sorted ? (sorted === 'descending' ? ArrowDown : ArrowUp) : ChevronsUpDown;
  return (
    <th scope="col" aria-sort={sorted} className={shape}>
      <ListLink
        change={change}
        className={`inline-flex min-h-8 items-center gap-1 hover:text-ink ${sorted ? 'text-ink' : ''}`}
      >
        {header}
        <Arrow aria-hidden="true" className={`size-3.5 ${sorted ? '' : 'opacity-50'}`} />
      </ListLink>
    </th>
  );
}
