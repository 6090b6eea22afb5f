import { describe, expect, test } from 'vitest';
import {
  isNarrowed,
  type ListDefinition,
  listHref,
  parseListParams,
  withoutSearchAndFilters,
} from './list-params';

const users = {
  columns: ['name', 'email', 'department', 'note'],
  hidden: ['note'],
  sorts: ['name', 'email'],
  filters: { state: ['enabled', 'disabled'], department: (value: string) => value.length < 50 },
} as const satisfies ListDefinition<string, string>;

const visits = { ...users, descendingByDefault: true } as const;

const parse = (query: string) => parseListParams(Object.fromEntries(new URLSearchParams(query)), users);
const usual = parse('');

describe('an address without parameters', () => {
  test('shows the first page in the usual order, with the usual columns', () => {
    expect(usual).toEqual({
      search: '',
      filters: {},
      sort: 'name',
      descending: false,
      page: 1,
      size: 50,
      columns: ['name', 'email', 'department'],
    });
    expect(listHref(usual, users, {})).toBe('');
  });

  test('has the newest first where the list says so', () => {
    expect(parseListParams({}, visits).descending).toBe(true);
    expect(listHref(parseListParams({}, visits), visits, {})).toBe('');
    expect(listHref(parseListParams({}, visits), visits, { descending: false })).toBe('?sort=name');
  });
});

describe('what an address says', () => {
  test.each([
    '?q=kim&state=disabled&sort=-email&page=3&size=100&columns=name,note',
    '?q=%EA%B9%80+%26+co%3D1%25',
    '?sort=-name',
    '?page=1000000',
    '?department=R%26D',
    '?columns=note',
  ])('%s comes back as it was', (href) => {
    const params = parse(href);
    expect(listHref(params, users, { page: params.page })).toBe(href);
  });

  test('the columns are shown in the list’s own order, each once', () => {
    expect(parse('columns=note,name,note').columns).toEqual(['name', 'note']);
  });
});

describe('nonsense counts as not set', () => {
  test.each([
    ['sort', 'password'],
    ['sort', '--name'],
    ['sort', 'note'],
    ['sort', 'name; DROP TABLE "User"'],
    ['state', 'ENABLED'],
    ['state', ''],
    ['state', 'toString'],
    ['department', 'x'.repeat(50)],
    ['page', '0'],
    ['page', '-1'],
    ['page', '1.5'],
    ['page', '1e3'],
    ['page', '٣'],
    ['page', '99999999999999999999'],
    ['size', '51'],
    ['size', '1000000'],
    ['columns', 'password'],
    ['columns', ',,,'],
    ['columns', '__proto__,constructor'],
    ['constructor', 'x'],
    ['__proto__', 'x'],
    ['utm_source', 'mail'],
  ])('%s=%s', (name, value) => {
    expect(parseListParams(JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`), users)).toEqual(
      usual,
    );
  });

  test('and so does what is there twice', () => {
    expect(
      parseListParams(
        {
          q: ['a', 'b'],
          state: ['enabled', 'disabled'],
          sort: ['name', 'email'],
          page: ['2', '3'],
          size: ['25'],
        },
        users,
      ),
    ).toEqual(usual);
  });

  test('a page beyond what there can be is the last one there can be', () => {
    expect(parse('page=9999999999').page).toBe(1_000_000);
  });
});

describe('a search', () => {
  test('is trimmed, bounded, and free of what no database can look for', () => {
    expect(parse('q=++kim++').search).toBe('kim');
    expect(parseListParams({ q: 'a\u0000b\nc' }, users).search).toBe('a b c');
    expect(parseListParams({ q: 'x\ud800y' }, users).search).toBe('x y');
    expect(parseListParams({ q: 'x'.repeat(10_000) }, users).search).toHaveLength(200);
  });

  test('of 200 characters does not end in half a character', () => {
    const { search } = parseListParams({ q: `${'x'.repeat(199)}😀` }, users);
    expect(search).toBe('x'.repeat(199));
  });
});

describe('a change', () => {
  const third = parse('q=kim&state=disabled&page=3');

  test('leads back to the first page, unless it turns the page', () => {
    expect(listHref(third, users, { sort: 'email' })).toBe('?q=kim&state=disabled&sort=email');
    expect(listHref(third, users, { size: 25 })).toBe('?q=kim&state=disabled&size=25');
    expect(listHref(third, users, { page: 4 })).toBe('?q=kim&state=disabled&page=4');
  });

  test('of one filter leaves the others', () => {
    expect(listHref(third, users, { filters: { department: 'Sales' } })).toBe(
      '?q=kim&state=disabled&department=Sales',
    );
    expect(listHref(third, users, { filters: { state: undefined } })).toBe('?q=kim');
  });

  test('can show everything again', () => {
    expect(isNarrowed(third)).toBe(true);
    expect(listHref(third, users, withoutSearchAndFilters(third))).toBe('');
    expect(isNarrowed(usual)).toBe(false);
  });
});
