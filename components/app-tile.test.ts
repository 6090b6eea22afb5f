import { expect, test } from 'vitest';
import { initials, tileTone } from './app-tile';

test.each([
  ['Sales dashboard', 'SD'],
  ['finance', 'F'],
  ['(beta) ml-lab 3', 'BM'],
  ['재고 현황', '재현'],
  ['한글 앱', '한앱'],
  ['👩‍🔬 Lab', 'L'],
  ['—', ''],
  ['', ''],
])('initials of %j are %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test('a slug keeps its colour and many slugs use all of them', () => {
  expect(tileTone('sales')).toBe(tileTone('sales'));
  expect(new Set(Array.from({ length: 200 }, (_, i) => tileTone(`app-${i}`))).size).toBe(8);
});
