import { describe, expect, test } from 'vitest';
import { compareEdits, sameFieldValue } from './merge-edits';

const fields = ['name', 'port', 'apps', 'note'];
const base = { name: 'Alice', port: 8501, apps: ['sales'], note: '' };

describe('two edits of one row', () => {
  test('that changed different fields: each change is known for whose it is', () => {
    const theirs = { ...base, name: 'Alicia' };
    const mine = { ...base, port: 8502 };
    expect(
      compareEdits(fields, base, theirs, mine).map(({ field, changedBy }) => [field, changedBy]),
    ).toEqual([
      ['name', 'them'],
      ['port', 'me'],
    ]);
  });

  test('that changed the same field differently', () => {
    expect(compareEdits(fields, base, { ...base, note: 'a' }, { ...base, note: 'b' })).toEqual([
      { field: 'note', base: '', theirs: 'a', mine: 'b', changedBy: 'both' },
    ]);
  });

  test('that did the same differ in nothing', () => {
    const same = { ...base, name: 'Alicia', apps: ['sales', 'hr'] };
    expect(compareEdits(fields, base, same, { ...same })).toEqual([]);
  });

  test('are not compared in what the row does not have', () => {
    expect(compareEdits([...fields, 'confirm'], base, base, { ...base, confirm: 'x' })).toEqual([]);
  });
});

describe('a field’s value', () => {
  test.each([
    ['', null],
    [undefined, null],
    [[], null],
    ['8501', 8501],
    ['Alice ', 'Alice'],
    ['a\r\nb', 'a\nb'],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ])('%j and %j mean the same', (a, b) => {
    expect(sameFieldValue(a, b)).toBe(true);
  });

  test.each([
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [false, null],
    [0, null],
    [['a,b'], ['a', 'b']],
  ])('%j and %j do not', (a, b) => {
    expect(sameFieldValue(a, b)).toBe(false);
  });
});
