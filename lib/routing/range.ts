// A range of addresses: one address, a CIDR block, or first–last of one family.

import {
  type Address,
  type AddressProblemCode,
  addressFromBigInt,
  addressToBigInt,
  compareAddresses,
  type Family,
  formatAddress,
  parseAddress,
} from './address';

export type AddressRange = { readonly first: Address; readonly last: Address };

/** Why a text is not a range; the words for people are in messages/, under `address`. */
export type RangeProblem = {
  code: AddressProblemCode | 'PREFIX' | 'HOST_BITS' | 'MIXED_FAMILIES' | 'REVERSED' | 'DASH';
  /** The part of the text that is wrong. */
  text: string;
  /** What to write instead, where that can be told without guessing. */
  suggestions: string[];
};

export type RangeResult = { ok: true; range: AddressRange } | { ok: false; problem: RangeProblem };

const refuse = (code: RangeProblem['code'], text: string, suggestions: string[] = []): RangeResult => ({
  ok: false,
  problem: { code, text, suggestions },
});

/**
 * Reads an address, a CIDR block with a clean network address (RFC 4632) or `first-last`. Never throws or guesses:
 * `10.0.0.7/24` is refused, with `10.0.0.0/24` and `10.0.0.7` as suggestions.
 *
 * @example parseRange('10.1.2.0/24') // { ok: true, range: { first: 10.1.2.0, last: 10.1.2.255 } }
 */
export function parseRange(text: string): RangeResult {
  if (text.includes('/')) return parseBlock(text);
  if (/[–—~]|\s-|-\s/u.test(text)) {
    const plain = text.replace(/\s*[–—~-]\s*/u, '-');
    return refuse('DASH', text, parseRange(plain).ok ? [plain] : []);
  }
  const dash = text.indexOf('-');
  if (dash >= 0) return parseFirstLast(text, text.slice(0, dash), text.slice(dash + 1));
  const result = parseAddress(text);
  if (!result.ok) return refuse(result.problem.code, text, trimmed(text));
  return { ok: true, range: { first: result.address, last: result.address } };
}

/** A text that is right but for the spaces around it. */
function trimmed(text: string): string[] {
  const plain = text.trim();
  return plain !== text && parseAddress(plain).ok ? [plain] : [];
}

function parseBlock(text: string): RangeResult {
  const slash = text.indexOf('/');
  const base = text.slice(0, slash);
  const digits = text.slice(slash + 1);
  const result = parseAddress(base);
  if (!result.ok)
    return refuse(
      result.problem.code,
      base,
      trimmed(base).map((plain) => `${plain}/${digits}`),
    );
  const { address } = result;
  // A mapped block (::ffff:10.0.0.0/104) counts its prefix in IPv6's 128 bits.
  const skipped = address.family === 4 && base.includes(':') ? 96 : 0;
  const bits = address.family === 4 ? 32 : 128;
  const prefix = /^(0|[1-9]\d{0,2})$/.test(digits) ? Number(digits) - skipped : -1;
  if (prefix < 0 || prefix > bits) return refuse('PREFIX', `/${digits}`);
  const range = blockAround(address, prefix);
  if (compareAddresses(range.first, address) !== 0) {
    return refuse('HOST_BITS', text, [formatRange(range), formatAddress(address)]);
  }
  return { ok: true, range };
}

function parseFirstLast(text: string, firstText: string, lastText: string): RangeResult {
  const first = parseAddress(firstText);
  if (!first.ok) return refuse(first.problem.code, firstText);
  const last = parseAddress(lastText);
  if (!last.ok) return refuse(last.problem.code, lastText);
  if (first.address.family !== last.address.family) return refuse('MIXED_FAMILIES', text);
  if (compareAddresses(first.address, last.address) > 0)
    return refuse('REVERSED', text, [`${lastText}-${firstText}`]);
  return { ok: true, range: { first: first.address, last: last.address } };
}

/** The CIDR block of `prefix` bits that contains the address. */
function blockAround(address: Address, prefix: number): AddressRange {
  const bits = BigInt(familyBits(address.family) - prefix);
  const first = (addressToBigInt(address) >> bits) << bits;
  const last = first + (1n << bits) - 1n;
  return { first: addressFromBigInt(address.family, first), last: addressFromBigInt(address.family, last) };
}

const familyBits = (family: Family) => (family === 4 ? 32 : 128);

/** How many addresses the range holds: 1 to 2^128. */
export function rangeSize({ first, last }: AddressRange): bigint {
  return addressToBigInt(last) - addressToBigInt(first) + 1n;
}

/**
 * The canonical spelling: one address, CIDR where the range is a block, else `first-last`.
 *
 * @example formatRange(parseRange('10.0.0.0-10.0.0.255').range) // '10.0.0.0/24'
 */
export function formatRange(range: AddressRange): string {
  const size = rangeSize(range);
  if (size === 1n) return formatAddress(range.first);
  const zeros = size.toString(2).length - 1;
  const isBlock = size === 1n << BigInt(zeros) && addressToBigInt(range.first) % size === 0n;
  if (isBlock) return `${formatAddress(range.first)}/${familyBits(range.first.family) - zeros}`;
  return `${formatAddress(range.first)}-${formatAddress(range.last)}`;
}

/** Whether the address lies within the range. IPv6 ranges hold no IPv4 address, mapped ones included. */
export function rangeContains({ first, last }: AddressRange, address: Address): boolean {
  return compareAddresses(first, address) <= 0 && compareAddresses(address, last) <= 0;
}

/**
 * Orders ranges by which decides: the one with the fewest addresses first; of two of equal size, the one that starts
 * later first (DESIGN, «The decision», 3).
 */
export function compareSpecificity(a: AddressRange, b: AddressRange): number {
  const sizes = rangeSize(a) - rangeSize(b);
  if (sizes !== 0n) return sizes < 0n ? -1 : 1;
  return compareAddresses(b.first, a.first);
}
