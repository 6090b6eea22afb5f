import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '@/lib/testing/random';
import {
  addressFromBigInt,
  addressFromKey,
  addressToBigInt,
  addressToKey,
  compareAddresses,
  formatAddress,
  parseAddress,
} from './address';

const read = (text: string) => {
  const result = parseAddress(text);
  return result.ok ? formatAddress(result.address) : result.problem.code;
};

describe('reading an address', () => {
  test.each([
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['10.1.2.7', '10.1.2.7'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:0:0:0:7', '2001:db8::7'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::10.1.2.7', '::a01:207'],
    ['::ffff:10.1.2.7', '10.1.2.7'],
    ['::FFFF:0a01:0207', '10.1.2.7'],
    ['0:0:0:0:0:ffff:10.1.2.7', '10.1.2.7'],
    ['::fffe:10.1.2.7', '::fffe:a01:207'],
  ])('%s is %s', (text, canonical) => expect(read(text)).toBe(canonical));

  test.each([
    ['', 'EMPTY'],
    [' 10.0.0.1', 'SPACE'],
    ['10.0.0.1\n', 'SPACE'],
    ['10.0. 0.1', 'SPACE'],
    ['fe80::1%eth0', 'ZONE'],
    ['10.0.0.1%1', 'ZONE'],
    ['[::1]', 'BRACKETS'],
    ['[::1]:80', 'BRACKETS'],
    ['10.0.0.1:80', 'PORT'],
    ['010.0.0.5', 'LEADING_ZERO'],
    ['10.0.0.08', 'LEADING_ZERO'],
    ['10.00.0.1', 'LEADING_ZERO'],
    ['0x0a.0.0.1', 'HEX'],
    ['10.0.0.0x1', 'HEX'],
    ['0x0a000001', 'HEX'],
    ['167772161', 'INTEGER'],
    ['10', 'INTEGER'],
    ['10.1', 'SHORT'],
    ['10.0.1', 'SHORT'],
    ['10.0.0.256', 'OCTET'],
    ['10.0.0.1.', 'NOT_AN_ADDRESS'],
    ['10.0.0.1.2', 'NOT_AN_ADDRESS'],
    ['10.0.0.-1', 'NOT_AN_ADDRESS'],
    ['١٠.0.0.1', 'NOT_AN_ADDRESS'],
    ['１０.0.0.1', 'NOT_AN_ADDRESS'],
    ['10.0.0.1e0', 'NOT_AN_ADDRESS'],
    [':::', 'NOT_AN_ADDRESS'],
    ['1::2::3', 'NOT_AN_ADDRESS'],
    ['1:2:3:4:5:6:7', 'NOT_AN_ADDRESS'],
    ['1:2:3:4:5:6:7:8:9', 'NOT_AN_ADDRESS'],
    ['12345::', 'NOT_AN_ADDRESS'],
    ['::ffff:010.0.0.5', 'NOT_AN_ADDRESS'],
    ['::ffff:10.0.0', 'NOT_AN_ADDRESS'],
    ['unix:', 'NOT_AN_ADDRESS'],
    ['localhost', 'NOT_AN_ADDRESS'],
  ])('%j is refused as %s', (text, code) => expect(read(text)).toBe(code));
});

test('nothing that net.isIP refuses is taken, and all that it takes without a zone is', () => {
  const random = seededRandom(7);
  const parts = [
    '0',
    '1',
    '10',
    '255',
    '256',
    '010',
    'ffff',
    'abcd',
    '::',
    ':',
    '.',
    '%',
    '10.0.0.1',
    '0x1',
    ' ',
    'g',
    '-',
  ];
  for (let i = 0; i < 30_000; i++) {
    const text = Array.from({ length: 1 + random.below(9) }, () => random.pick(parts)).join(
      random.pick(['', '', '.', ':']),
    );
    expect([text, parseAddress(text).ok]).toEqual([text, isIP(text) !== 0 && !text.includes('%')]);
  }
});

test('every form of an address leads back to it, and text order is address order', () => {
  const random = seededRandom(8);
  let earlier = addressFromBigInt(4, 0n);
  for (let i = 0; i < 5000; i++) {
    const family = random.chance(0.5) ? 4 : 6;
    let value = 0n;
    for (let word = 0; word < (family === 4 ? 1 : 4); word++) {
      value = (value << 32n) | BigInt(random.chance(0.4) ? 0 : random.below(2 ** 32));
    }
    const address = addressFromBigInt(family, value);
    expect(addressToBigInt(address)).toBe(value);
    expect(addressFromKey(addressToKey(address))).toEqual(address);
    const isMapped = family === 6 && value >> 32n === 0xffffn;
    if (!isMapped) expect(parseAddress(formatAddress(address))).toEqual({ ok: true, address });
    const [a, b] = [addressToKey(earlier), addressToKey(address)];
    expect(Math.sign(compareAddresses(earlier, address))).toBe(a < b ? -1 : a > b ? 1 : 0);
    earlier = address;
  }
});

test('a text that is no stored address is an error', () => {
  for (const key of ['', '5'.padEnd(33, '0'), '4'.padEnd(32, '0'), `4${'G'.repeat(32)}`]) {
    expect(() => addressFromKey(key)).toThrow(/not a stored address/);
  }
});
