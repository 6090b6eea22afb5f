// What a list shows, as its URL says it: shareable, and never an error. Pure.

export const pageSizes = [25, 50, 100, 200] as const;
export type PageSize = (typeof pageSizes)[number];

/** What a list of some kind can be asked for. */
export type ListDefinition<Column extends string, Filter extends string> = {
  /** All columns, in order; the first ones that are not in `hidden` are shown unless the URL says otherwise. */
  readonly columns: readonly Column[];
  /** Columns that are only shown when chosen. */
  readonly hidden?: readonly Column[];
  /** Columns that can be sorted by; the first is the default. */
  readonly sorts: readonly Column[];
  readonly descendingByDefault?: boolean;
  /** Each filter with the values it may have, or a test of them; anything else in the URL counts as not set. */
  readonly filters: { readonly [Name in Filter]: readonly string[] | ((value: string) => boolean) };
};

export type ListParams<Column extends string = string, Filter extends string = string> = {
  /** The search, trimmed, at most 200 characters; empty: none. */
  readonly search: string;
  readonly filters: { readonly [Name in Filter]?: string };
  readonly sort: Column;
  readonly descending: boolean;
  /** From 1. A page beyond the last shows the last. */
  readonly page: number;
  readonly size: PageSize;
  readonly columns: readonly Column[];
};

/** What stands over each column. */
export const columnHeaders = <Column extends string>(
  columns: readonly Column[],
  headerOf: (column: Column) => string,
) => Object.fromEntries(columns.map((column) => [column, headerOf(column)])) as Record<Column, string>;

/** What Next hands a page as `searchParams`. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const LONGEST_SEARCH = 200;
const LAST_PAGE = 1_000_000;

/** Names in the URL that are not filters. */
const reserved = { search: 'q', sort: 'sort', page: 'page', size: 'size', columns: 'columns' } as const;

/**
 * Reads a list's parameters. Whatever is wrong, twice there or unknown counts as not set.
 *
 * @example parseListParams({ q: 'kim', sort: '-name', state: 'disabled' }, users)
 */
export function parseListParams<Column extends string, Filter extends string>(
  given: SearchParams,
  { columns, hidden = [], sorts, descendingByDefault = false, filters }: ListDefinition<Column, Filter>,
): ListParams<Column, Filter> {
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' ? value : '';
  };
  const sorted = text(reserved.sort);
  const sort = sorts.find((column) => column === sorted.replace(/^-/, ''));
  const chosen = text(reserved.columns).split(',');
  const shown = columns.filter((column) => chosen.includes(column));
  return {
    search: plain(text(reserved.search).slice(0, LONGEST_SEARCH)).trim(),
    filters: Object.fromEntries(
      Object.entries<readonly string[] | ((value: string) => boolean)>(filters).flatMap(([name, allowed]) => {
        const value = text(name);
        const isAllowed = typeof allowed === 'function' ? allowed(value) : allowed.includes(value);
        return value !== '' && isAllowed ? [[name, value]] : [];
      }),
    ) as ListParams<Column, Filter>['filters'],
    sort: sort ?? sorts[0]!,
    descending: sort ? sorted.startsWith('-') : descendingByDefault,
    page: wholeNumber(text(reserved.page), LAST_PAGE) ?? 1,
    size: pageSizes.find((size) => String(size) === text(reserved.size)) ?? 50,
    columns: shown.length > 0 ? shown : columns.filter((column) => !hidden.includes(column)),
  };
}

/** Control characters and halves of surrogate pairs, which neither database can look for. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cs}]/gu, ' ');

function wholeNumber(text: string, largest: number): number | undefined {
  if (!/^[1-9]\d{0,9}$/.test(text)) return undefined;
  return Math.min(Number(text), largest);
}

export type ListChange = {
  search?: string;
  filters?: Readonly<Record<string, string | undefined>>;
  sort?: string;
  descending?: boolean;
  page?: number;
  size?: number;
  columns?: readonly string[];
};

/**
 * The query string of a list after a change, with its `?`, or an empty text. What has its default is left out; anything but
 * turning the page leads back to the first.
 *
 * @example listHref(params, definition, { page: 2 }) // '?q=kim&page=2'
 */
export function listHref<Column extends string, Filter extends string>(
  params: ListParams<Column, Filter>,
  { columns, hidden = [], sorts, descendingByDefault = false }: ListDefinition<Column, Filter>,
  change: ListChange,
): string {
  const next = {
    ...params,
    page: 1,
    ...change,
    filters: { ...params.filters, ...change.filters } as Record<string, string | undefined>,
  };
  const query = new URLSearchParams();
  if (next.search) query.set(reserved.search, next.search);
  for (const [name, value] of Object.entries(next.filters)) if (value) query.set(name, value);
  const byDefault = next.sort === sorts[0] && next.descending === descendingByDefault;
  if (!byDefault) query.set(reserved.sort, `${next.descending ? '-' : ''}${next.sort}`);
  if (next.page > 1) query.set(reserved.page, String(next.page));
  if (next.size !== 50) query.set(reserved.size, String(next.size));
  const usual = columns.filter((column) => !hidden.includes(column));
  if (next.columns.join() !== usual.join()) query.set(reserved.columns, next.columns.join());
  const text = query.toString().replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}

/** Whether a search or a filter leaves some rows out. */
export function isNarrowed({ search, filters }: Pick<ListParams, 'search' | 'filters'>): boolean {
  return search !== '' || Object.keys(filters).length > 0;
}

/** The change that shows all rows again. */
export function withoutSearchAndFilters({ filters }: Pick<ListParams, 'filters'>): ListChange {
  return { search: '', filters: Object.fromEntries(Object.keys(filters).map((name) => [name, undefined])) };
}

/** One page of a list. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  /** How many there are in all, on all pages. */
  readonly total: number;
  /** The page shown: the one asked for, or the last. */
  readonly page: number;
};
