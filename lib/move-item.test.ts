import { expect, test } from 'vitest';
import { moveItem } from './move-item';

const list = ['a', 'b', 'c', 'd'];

test.each([
  [0, 3, 'bcda'],
  [3, 0, 'dabc'],
  [1, 2, 'acbd'],
  [2, 1, 'acbd'],
  [2, 2, 'abcd'],
])('from %i to %i', (from, to, expected) => {
  expect(moveItem(list, from, to).join('')).toBe(expected);
  expect(list.join('')).toBe('abcd');
});
