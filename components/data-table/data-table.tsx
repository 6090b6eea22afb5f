import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Locale, translator } from '@/lib/i18n';
import {
  isNarrowed,
  type ListDefinition,
  type ListParams,
  type Page,
  withoutSearchAndFilters,
} from '@/lib/list-params';
import { ListBody, ListLink, ListNavigationProvider } from './list-navigation';
import { Pagination } from './pagination';
import { BulkBar, SelectionProvider } from './selection';
import { TableToolbar } from './table-toolbar';

export type ListFilter<Filter extends string = string> = {
  name: Filter;
  label: string;
  options: readonly { value: string; label: string }[];
};

export type DataTableProps<Row extends { id: number }, Column extends string, Filter extends string> = {
  /** Of the list's page: `/admin/users`. */
  path: string;
  definition: ListDefinition<Column, Filter>;
  params: ListParams<Column, Filter>;
  page: Page<Row>;
  locale: Locale;
  /** What stands over each column; the first one names the row, and is always shown. */
  headers: Record<Column, string>;
  /** The page's rows: a client component that leads to `TableRows`. */
  rows: ReactNode;
  rowLabel: (row: Row) => string;
  searchLabel: string;
  filters?: readonly ListFilter<Filter>[];
  /** More controls beside the filters. */
  extraFilters?: ReactNode;
  /** Controls that use `useSelection()`. Left out: rows cannot be chosen. */
  bulk?: ReactNode;
  exports?: readonly ('csv' | 'yaml')[];
  /** Instead of the list where nothing at all exists. */
  empty: ReactNode;
  countLabel: (count: number) => string;
};

/** A list of rows whose whole state is in its URL. On a phone, rows are cards. */
export function DataTable<Row extends { id: number }, Column extends string, Filter extends string>(
  props: DataTableProps<Row, Column, Filter>,
) {
  const { path, definition, params, page, locale, rows, rowLabel, bulk, empty } = props;
  if (page.total === 0 && !isNarrowed(params)) return empty;

  const t = translator(locale, 'list');
  const { filters: _, ...shape } = definition;
  const list = (
    <>
      <TableToolbar {...props} />
      <ListBody>
        {page.total === 0 ? (
          <div className="grid justify-items-center gap-3 rounded-card border border-line border-dashed px-6 py-14 text-center">
            <SearchX aria-hidden="true" className="size-8 text-muted" />
            <h2 className="font-semibold text-lg">{t('nothingMatches')}</h2>
            <p className="max-w-prose text-muted">{t('nothingMatchesBody')}</p>
            <ListLink
              change={withoutSearchAndFilters(params)}
              className="mt-1 inline-flex min-h-11 items-center rounded-control border border-line bg-surface px-4 font-medium hover:bg-sunken"
            >
              {t('showAll')}
            </ListLink>
          </div>
        ) : (
          rows
        )}
      </ListBody>
      {bulk && <BulkBar>{bulk}</BulkBar>}
      {page.total > 0 && (
        <div className="mt-4">
          <Pagination page={page.page} pages={Math.max(1, Math.ceil(page.total / params.size))} />
        </div>
      )}
    </>
  );
  return (
    <ListNavigationProvider path={path} params={params} shape={shape}>
      {bulk ? (
        <SelectionProvider rows={page.rows.map((row) => ({ id: row.id, label: rowLabel(row) }))}>
          {list}
        </SelectionProvider>
      ) : (
        list
      )}
    </ListNavigationProvider>
  );
}
