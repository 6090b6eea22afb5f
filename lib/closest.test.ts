import { expect, test } from 'vitest';
import { closest } from './closest';

test.each([
  ['finanse', ['sales', 'finance'], 'finance'],
  ['slaes', ['sales', 'finance'], 'sales'],
  ['SALES', ['sales'], 'sales'],
  ['labl', ['label', 'landing'], 'label'],
  ['vaildUntil', ['validFrom', 'validUntil'], 'validUntil'],
  ['hr', ['it', 'hq'], undefined],
  ['marketing', ['sales', 'finance'], undefined],
  ['', ['a'], undefined],
])('%j among %j is meant as %j', (word, candidates, expected) => {
  expect(closest(word, candidates)).toBe(expected);
});
