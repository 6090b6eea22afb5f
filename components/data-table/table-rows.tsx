import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { translator } from '@/lib/i18n';
import type { ListChange } from '@/lib/list-params';
import type { DataTableProps } from './data-table';
import { ListLink } from './list-navigation';
import { PageCheckbox, RowCheckbox } from './selection';

/** The rows of a list's page: a table, and on a phone a card each. */
export function TableRows<Row, Column extends string, Filter extends string>({
  definition,
  params,
  page,
  locale,
  columns,
  rowKey,
  rowLabel,
  rowMenu,
  bulk,
}: DataTableProps<Row, Column, Filter>) {
  const t = translator(locale, 'list');
  const shown = definition.columns.filter(
    (column) => columns[column].primary || params.columns.includes(column),
  );
  return (
    <div className="md:overflow-x-auto md:rounded-card md:border md:border-line md:bg-surface md:shadow-card">
      <table className="w-full text-left text-sm max-md:block">
        <thead className="border-line border-b bg-sunken max-md:hidden">
          <tr>
            {bulk && (
              <th scope="col" className="w-9 pl-2">
                <PageCheckbox />
              </th>
            )}
            {shown.map((column) => (
              <ColumnHeader
                key={column}
                {...columns[column]}
                change={
                  definition.sorts.includes(column)
                    ? { sort: column, descending: params.sort === column && !params.descending }
                    : undefined
                }
                sorted={params.sort === column ? (params.descending ? 'descending' : 'ascending') : undefined}
              />
            ))}
            {rowMenu && (
              <th scope="col" className="w-12">
                <span className="sr-only">{t('rowMenu')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody className="max-md:grid max-md:gap-3 md:divide-y md:divide-line">
          {page.rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="max-md:relative max-md:grid max-md:gap-1.5 max-md:rounded-card max-md:border max-md:border-line max-md:bg-surface max-md:p-4 max-md:shadow-card md:hover:bg-sunken/60 has-[>td>label>input:checked]:bg-water-soft"
            >
              {bulk && (
                <td className="max-md:absolute max-md:top-1.5 max-md:left-1.5 md:pl-2">
                  <RowCheckbox id={rowKey(row)} label={rowLabel(row)} />
                </td>
              )}
              {shown.map((column) => {
                const { cell, header, align, primary } = columns[column];
                return (
                  <td
                    key={column}
                    className={`align-middle md:px-3 md:py-2 ${align === 'end' ? 'md:text-right' : ''} ${
                      primary
                        ? `font-medium max-md:order-first max-md:-mt-1 max-md:mb-1 max-md:min-h-8 max-md:content-center max-md:text-base ${bulk ? 'max-md:pl-8' : ''} ${rowMenu ? 'max-md:pr-10' : ''}`
                        : 'max-md:grid max-md:grid-cols-[minmax(6rem,2fr)_3fr] max-md:items-baseline max-md:gap-3'
                    }`}
                  >
                    {!primary && <span className="text-muted md:hidden">{header}</span>}
                    <div className="min-w-0">{cell(row)}</div>
                  </td>
                );
              })}
              {rowMenu && (
                <td className="text-right max-md:absolute max-md:top-1.5 max-md:right-1.5 md:pr-2">
                  {rowMenu(row)}
                </td>
              )}
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
