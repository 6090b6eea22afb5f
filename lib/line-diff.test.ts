import { expect, test } from 'vitest';
import { lineDiff } from './line-diff';
import { seededRandom } from './testing/random';

const shown = (before: string, after: string, context?: number) =>
  lineDiff(before, after, context).map(
    ({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`,
  );

test('texts that agree differ in nothing', () => {
  expect(lineDiff('a\nb', 'a\nb')).toEqual([]);
});

test('what went, what came and what is around it are told, the rest is left out', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng';
  expect(shown(before, before.replace('d', 'x'), 1)).toEqual([' ⋯', ' c', '-d', '+x', ' e', ' ⋯']);
  expect(shown('', 'a')).toEqual(['-', '+a']);
  expect(shown('a\nb', 'a\nb\nc')).toEqual([' a', ' b', '+c']);
});

test('the lines that are kept and removed make the first text, those kept and added the second', () => {
  const random = seededRandom(4);
  const text = () => Array.from({ length: random.below(12) }, () => random.pick(['a', 'b', 'c', 'd']));
  for (let i = 0; i < 500; i++) {
    const [before, after] = [text().join('\n'), text().join('\n')];
    const lines = lineDiff(before, after, 1000);
    if (before === after) continue;
    const side = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
    expect([side('added').join('\n'), side('removed').join('\n')]).toEqual([before, after]);
  }
});
