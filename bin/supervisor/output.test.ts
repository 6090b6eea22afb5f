import { expect, test } from 'vitest';
import { lineSplitter } from './output';

test('lines come whole, however the text was cut', () => {
  const splitter = lineSplitter();
  expect(splitter.push('one\ntw')).toEqual(['one']);
  expect(splitter.push('o\r\n\nthr')).toEqual(['two', '']);
  expect(splitter.end()).toEqual(['thr']);
  expect(splitter.end()).toEqual([]);
});

test('a line that never ends is shown in pieces', () => {
  const splitter = lineSplitter();
  expect(splitter.push('x'.repeat(100_000))).toEqual(['x'.repeat(100_000)]);
  expect(splitter.end()).toEqual([]);
});
