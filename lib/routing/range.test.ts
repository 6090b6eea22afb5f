import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address';
import { compareSpecificity, formatRange, parseRange, rangeContains, rangeSize } from './range';

const read = (text: string) => {
  const result = parseRange(text);
  return result.ok ? formatRange(result.range) : [result.problem.code, ...result.problem.suggestions];
};
const range = (text: string) => {
  const result = parseRange(text);
  if (!result.ok) throw new Error(text);
  return result.range;
};

describe('reading a range', () => {
  test.each([
    ['10.1.2.7', '10.1.2.7'],
    ['10.1.2.7/32', '10.1.2.7'],
    ['10.1.2.0/24', '10.1.2.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:db8::7/128', '2001:db8::7'],
    ['10.1.2.200-10.1.2.230', '10.1.2.200-10.1.2.230'],
    ['10.0.0.0-10.0.0.255', '10.0.0.0/24'],
    ['10.0.0.1-10.0.1.0', '10.0.0.1-10.0.1.0'],
    ['10.0.0.7-10.0.0.7', '10.0.0.7'],
    ['2001:db8::-2001:db8::ffff', '2001:db8::/112'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['::ffff:10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.9'],
  ])('%s is %s', (text, canonical) => expect(read(text)).toBe(canonical));

  test.each([
    ['10.0.0.7/24', ['HOST_BITS', '10.0.0.0/24', '10.0.0.7']],
    ['2001:db8::7/64', ['HOST_BITS', '2001:db8::/64', '2001:db8::7']],
    ['10.0.0.0/33', ['PREFIX']],
    ['10.0.0.0/', ['PREFIX']],
    ['10.0.0.0/08', ['PREFIX']],
    ['10.0.0.0/+8', ['PREFIX']],
    ['10.0.0.0/8/8', ['PREFIX']],
    ['10.0.0.0/255.0.0.0', ['PREFIX']],
    ['::/129', ['PREFIX']],
    ['::ffff:10.0.0.0/24', ['PREFIX']],
    ['010.0.0.0/8', ['LEADING_ZERO']],
    ['10.0/16', ['SHORT']],
    ['10.0.0.9-10.0.0.1', ['REVERSED', '10.0.0.1-10.0.0.9']],
    ['10.0.0.1-::1', ['MIXED_FAMILIES']],
    ['10.0.0.1-9', ['INTEGER']],
    ['10.0.0.1 - 10.0.0.9', ['DASH', '10.0.0.1-10.0.0.9']],
    ['10.0.0.1–10.0.0.9', ['DASH', '10.0.0.1-10.0.0.9']],
    ['10.0.0.1~10.0.0.9', ['DASH', '10.0.0.1-10.0.0.9']],
    [' 10.0.0.1', ['SPACE', '10.0.0.1']],
    ['10.0.0.*', ['NOT_AN_ADDRESS']],
    ['', ['EMPTY']],
    ['-', ['EMPTY']],
  ])('%j is refused with %j', (text, problem) => expect(read(text)).toEqual(problem));

  test('every suggestion is itself taken', () => {
    for (const text of ['10.0.0.7/24', '10.0.0.9-10.0.0.1', '10.0.0.1 – 10.0.0.9', '2001:db8::7/64']) {
      const result = parseRange(text);
      for (const suggestion of result.ok ? [] : result.problem.suggestions)
        expect(parseRange(suggestion).ok).toBe(true);
    }
  });
});

test('sizes go from one to the whole of IPv6', () => {
  expect(rangeSize(range('10.0.0.7'))).toBe(1n);
  expect(rangeSize(range('10.1.2.200-10.1.2.230'))).toBe(31n);
  expect(rangeSize(range('::/0'))).toBe(1n << 128n);
});

test('a range holds the addresses of its family between first and last', () => {
  const holds = (rangeText: string, addressText: string) => {
    const address = parseAddress(addressText);
    return address.ok && rangeContains(range(rangeText), address.address);
  };
  expect(holds('10.0.0.0/30', '10.0.0.3')).toBe(true);
  expect(holds('10.0.0.0/30', '10.0.0.4')).toBe(false);
  expect(holds('::/0', '10.0.0.1')).toBe(false);
  expect(holds('::/0', '::ffff:10.0.0.1')).toBe(false);
  expect(holds('0.0.0.0/0', '::ffff:10.0.0.1')).toBe(true);
});

test('the most specific comes first: fewer addresses, then the later start', () => {
  const texts = ['10.0.0.0/8', '10.0.0.15-10.0.0.24', '10.0.0.10-10.0.0.19', '10.0.0.7'];
  const sorted = texts.map(range).sort(compareSpecificity);
  expect(sorted.map(formatRange)).toEqual([
    '10.0.0.7',
    '10.0.0.15-10.0.0.24',
    '10.0.0.10-10.0.0.19',
    '10.0.0.0/8',
  ]);
  expect(formatAddress(sorted[0]!.first)).toBe('10.0.0.7');
});
