import { Download } from 'lucide-react';
import { translator } from '@/lib/i18n';
import { isNarrowed, listHref, withoutSearchAndFilters } from '@/lib/list-params';
import { ColumnMenu } from './column-menu';
import type { DataTableProps } from './data-table';
import { FilterSelect } from './filter-select';
import { ListLink } from './list-navigation';
import { ListSelect } from './list-select';
import { SearchBox } from './search-box';

/** What stands over a list: search, filters, columns, the count, exports. */
export function TableToolbar<Row extends { id: number }, Column extends string, Filter extends string>({
  path,
  definition,
  params,
  page,
  locale,
  headers,
  searchLabel,
  filters = [],
  extraFilters,
  exports = [],
  countLabel,
}: DataTableProps<Row, Column, Filter>) {
  const t = translator(locale, 'list');
  const sortOf = (column: string, descending: boolean) => `${descending ? '-' : ''}${column}`;
  const from = (page.page - 1) * params.size + 1;
  const number = (n: number) => n.toLocaleString(locale);
  const exportHref = (format: string) => {
    const query = listHref(params, definition, {});
    return `${path}/export${query ? `${query}&` : '?'}format=${format}`;
  };
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label={searchLabel} />
        {filters.map((filter) => (
          <FilterSelect key={filter.name} {...filter} />
        ))}
        {extraFilters}
        <ListSelect
          className="md:hidden"
          label={t('sortBy')}
          name="sort"
          value={sortOf(params.sort, params.descending)}
          goLabel={t('go')}
          options={definition.sorts.flatMap((sort) => [
            {
              value: sort,
              label: t('ascending', { column: headers[sort] }),
              change: { sort, descending: false },
            },
            {
              value: `-${sort}`,
              label: t('descending', { column: headers[sort] }),
              change: { sort, descending: true },
            },
          ])}
        />
        <div className="ml-auto">
          <ColumnMenu
            columns={definition.columns.map((name, i) => ({
              name,
              label: headers[name],
              primary: i === 0,
            }))}
          />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
        <p role="status" className="tabular-nums">
          {page.total > page.rows.length && page.rows.length > 0
            ? t('shown', {
                from: number(from),
                to: number(from + page.rows.length - 1),
                total: countLabel(page.total),
              })
            : countLabel(page.total)}
        </p>
        {isNarrowed(params) && (
          <ListLink
            change={withoutSearchAndFilters(params)}
            className="inline-flex min-h-9 items-center font-medium text-water underline underline-offset-4"
          >
            {t('clearFilters')}
          </ListLink>
        )}
        {exports.length > 0 && page.total > 0 && (
          <p className="ml-auto flex flex-wrap items-center gap-x-3">
            <Download aria-hidden="true" className="size-4" />
            {t('export')}
            {exports.map((format) => (
              <a
                key={format}
                href={exportHref(format)}
                download
                className="inline-flex min-h-9 items-center font-medium text-water underline underline-offset-4"
              >
                {format.toUpperCase()}
              </a>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
