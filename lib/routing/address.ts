// The one place that reads and writes IP addresses. Parsers disagree (`010.0.0.5` is 10.0.0.5 to Nginx and 8.0.0.5 to
// others), so nothing here is guessed: what is not plainly an address is refused, with the reason.

import { isIPv6 } from 'node:net';

export type Family = 4 | 6;

/** An address as unsigned 32-bit words, most significant first: one for IPv4, four for IPv6. */
export type Address = { readonly family: Family; readonly words: readonly number[] };

/** Why a text is not an address; the words for people are in messages/, under `address`. */
export type AddressProblemCode =
  | 'EMPTY'
  | 'SPACE'
  | 'ZONE'
  | 'BRACKETS'
  | 'PORT'
  | 'LEADING_ZERO'
  | 'HEX'
  | 'INTEGER'
  | 'SHORT'
  | 'OCTET'
  | 'NOT_AN_ADDRESS';

export type AddressProblem = { code: AddressProblemCode; text: string };
export type AddressResult = { ok: true; address: Address } | { ok: false; problem: AddressProblem };

/** The longest spelling of an address: eight groups of which the last two are dotted decimal. */
const LONGEST = 45;

/**
 * Reads one address: dotted decimal (RFC 6943 3.1.1, strict form) or RFC 4291 text. `::ffff:a.b.c.d` is IPv4.
 * Never throws, trims or guesses; a refusal says what is wrong with the text.
 *
 * @example parseAddress('10.1.2.7') // { ok: true, address: { family: 4, words: [0x0a010207] } }
 */
export function parseAddress(text: string): AddressResult {
  const word = parseDotted(text);
  if (word >= 0) return { ok: true, address: { family: 4, words: [word] } };
  if (text.length <= LONGEST && text.includes(':') && !text.includes('%') && isIPv6(text)) {
    const words = parseGroups(text);
    // RFC 4291 2.5.5.2: an IPv4-mapped address is the IPv4 address.
    if (words[0] === 0 && words[1] === 0 && words[2] === 0xffff) {
      return { ok: true, address: { family: 4, words: [words[3]!] } };
    }
    return { ok: true, address: { family: 6, words } };
  }
  return { ok: false, problem: { code: problemOf(text), text } };
}

/** The 32-bit value of strict dotted decimal, or -1. */
function parseDotted(text: string): number {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let word = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (digits === 0 || ++dots > 3) return -1;
      word = word * 256 + octet;
      octet = 0;
      digits = 0;
    } else {
      const digit = code - 48;
      if (digit < 0 || digit > 9 || (digits > 0 && octet === 0)) return -1;
      octet = octet * 10 + digit;
      digits++;
      if (octet > 255) return -1;
    }
  }
  return dots === 3 && digits > 0 ? word * 256 + octet : -1;
}

/** The four words of a text that `isIPv6` has accepted. */
function parseGroups(text: string): number[] {
  const groups: number[] = [];
  let gap = -1;
  let value = 0;
  let digits = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 58;
    if (code === 58) {
      if (digits > 0) groups.push(value);
      else if (i > 0 && i < text.length && text.charCodeAt(i - 1) === 58) gap = groups.length;
      value = 0;
      digits = 0;
    } else if (code === 46) {
      const word = parseDotted(text.slice(i - digits));
      groups.push(word >>> 16, word & 0xffff);
      break;
    } else {
      value = value * 16 + (code <= 57 ? code - 48 : (code | 32) - 87);
      digits++;
    }
  }
  if (gap >= 0) groups.splice(gap, 0, ...new Array<number>(8 - groups.length).fill(0));
  const words: number[] = [];
  for (let i = 0; i < 8; i += 2) words.push(groups[i]! * 65536 + groups[i + 1]!);
  return words;
}

function problemOf(text: string): AddressProblemCode {
  if (text === '') return 'EMPTY';
  if (/\s/u.test(text)) return 'SPACE';
  if (text.includes('%')) return 'ZONE';
  if (/^\[.*\]/u.test(text)) return 'BRACKETS';
  if (/^[\d.]+:\d+$/u.test(text)) return 'PORT';
  if (/^0x/iu.test(text) || /\.0x/iu.test(text)) return 'HEX';
  if (/^\d+$/u.test(text)) return 'INTEGER';
  if (/^\d+(\.\d+)*$/u.test(text)) {
    const octets = text.split('.');
    if (octets.some((octet) => octet.length > 1 && octet.startsWith('0'))) return 'LEADING_ZERO';
    if (octets.length < 4) return 'SHORT';
    if (octets.length === 4) return 'OCTET';
  }
  return 'NOT_AN_ADDRESS';
}

/**
 * The canonical spelling: dotted decimal, or RFC 5952 for IPv6.
 *
 * @example formatAddress({ family: 6, words: [0x20010db8, 0, 0, 1] }) // '2001:db8::1'
 */
export function formatAddress({ family, words }: Address): string {
  if (family === 4) {
    const word = words[0]!;
    return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
  }
  // RFC 5952 4.2: the longest run of zero groups, the first of several, and never a single group, becomes `::`.
  let gapStart = 8;
  let gapLength = 1;
  for (let i = 0, run = 0; i < 8; i++) {
    run = groupAt(words, i) === 0 ? run + 1 : 0;
    if (run > gapLength) {
      gapLength = run;
      gapStart = i - run + 1;
    }
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === gapStart) {
      text += '::';
      i += gapLength - 1;
    } else {
      const group = groupAt(words, i).toString(16);
      text += text === '' || text.endsWith('::') ? group : `:${group}`;
    }
  }
  return text;
}

/** One of the eight 16-bit groups of an IPv6 address. */
function groupAt(words: readonly number[], i: number): number {
  return i & 1 ? words[i >> 1]! & 0xffff : words[i >> 1]! >>> 16;
}

/** Orders addresses: IPv4 before IPv6, then by value. Negative, zero or positive, as for `sort`. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family - b.family;
  for (let i = 0; i < a.words.length; i++) {
    const difference = a.words[i]! - b.words[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The address as one number, from 0 to 2^32-1 or 2^128-1. */
export function addressToBigInt({ words }: Address): bigint {
  return words.reduce((value, word) => (value << 32n) | BigInt(word), 0n);
}

/** The address of a family with this number, which has to lie within the family. */
export function addressFromBigInt(family: Family, value: bigint): Address {
  const words: number[] = [];
  for (let shift = family === 4 ? 0n : 96n; shift >= 0n; shift -= 32n) {
    words.push(Number((value >> shift) & 0xffffffffn));
  }
  return { family, words };
}

/** The stored spelling: the family and 32 hexadecimal digits, so that text order is address order. */
export function addressToKey({ family, words }: Address): string {
  let key = '';
  for (const word of words) key += word.toString(16).padStart(8, '0');
  return family + key.padStart(32, '0');
}

/** The address of a stored spelling; throws on a text that `addressToKey` did not make. */
export function addressFromKey(key: string): Address {
  if (!/^[46][0-9a-f]{32}$/.test(key)) throw new Error(`not a stored address: ${JSON.stringify(key)}`);
  const family = key[0] === '4' ? 4 : 6;
  const words: number[] = [];
  for (let i = family === 4 ? 25 : 1; i < 33; i += 8) words.push(Number.parseInt(key.slice(i, i + 8), 16));
  return { family, words };
}
