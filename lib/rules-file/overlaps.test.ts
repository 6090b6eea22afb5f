import { expect, test } from 'vitest';
import { type KeyedRange, rangeSchema } from '../ip-ranges/schema';
import { seededRandom } from '../testing/random';
import { findOverlaps } from './overlaps';

const range = (fields: object): KeyedRange => rangeSchema.parse(fields);
const named = (ranges: KeyedRange[]) =>
  findOverlaps(ranges, 10).map(({ decides, other, shared }) => [
    decides.rule.range,
    other.rule.range,
    shared,
  ]);

test('the one with fewer addresses decides for what two ranges share', () => {
  const wide = range({ range: '10.0.0.0-10.0.0.20', apps: ['a'] });
  const narrow = range({ range: '10.0.0.16-10.0.0.31', effect: 'deny' });
  expect(named([wide, narrow])).toEqual([['10.0.0.16/28', '10.0.0.0-10.0.0.20', '10.0.0.16-10.0.0.20']]);
});

test('of two with as many addresses the later one decides', () => {
  const ranges = [
    range({ range: '10.0.0.0-10.0.0.9', apps: ['a'] }),
    range({ range: '10.0.0.5-10.0.0.14', apps: ['b'] }),
  ];
  expect(named(ranges)).toEqual([['10.0.0.5-10.0.0.14', '10.0.0.0-10.0.0.9', '10.0.0.5-10.0.0.9']]);
});

test('nested ranges, disabled ones and ones that give the same are no matter', () => {
  const same = [
    range({ range: '10.0.0.0-10.0.0.9', apps: ['a'] }),
    range({ range: '10.0.0.5-10.0.0.14', apps: ['a'] }),
  ];
  expect(findOverlaps(same, 10)).toEqual([]);
  const off = [same[0]!, range({ range: '10.0.0.5-10.0.0.14', apps: ['b'], enabled: false })];
  expect(findOverlaps(off, 10)).toEqual([]);
  const nested = [
    range({ range: '10.0.0.0/8' }),
    range({ range: '10.0.0.0/16', effect: 'deny' }),
    range({ range: '10.255.255.255', effect: 'deny' }),
  ];
  expect(findOverlaps(nested, 10)).toEqual([]);
});

test('the pairs are those that comparing all with all finds', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 200; round++) {
    const keys = new Map<string, KeyedRange>();
    for (let i = 0; i < 12; i++) {
      const first = random.below(60);
      const last = first + random.below(20);
      const made = range({ range: `10.0.0.${first}-10.0.0.${last}`, apps: [random.pick(['a', 'b', 'c'])] });
      keys.set(made.first + made.last, made);
    }
    const ranges = [...keys.values()];
    const expected = ranges.flatMap((a) =>
      ranges
        .filter(
          (b) =>
            a.first < b.first && b.first <= a.last && a.last < b.last && a.rule.apps[0] !== b.rule.apps[0],
        )
        .map((b) => [a.rule.range, b.rule.range].sort().join(' ')),
    );
    const found = findOverlaps(ranges, 1000).map(({ decides, other }) =>
      [decides.rule.range, other.rule.range].sort().join(' '),
    );
    expect(found.sort()).toEqual(expected.sort());
  }
});

test('a hundred thousand ranges, every one of them overlapping thousands, take no more than seconds', () => {
  const template = range({ range: '10.0.0.0', apps: ['a'] });
  const key = (value: number) => `4${value.toString(16).padStart(32, '0')}`;
  const ranges = Array.from({ length: 100_000 }, (_, i) => ({
    ...template,
    first: key(i),
    last: key(i + 5000),
  }));
  const started = performance.now();
  expect(findOverlaps(ranges, 10)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(10_000);
});
