// Real ranges of the Internet (package @ip-location-db/asn) and addresses within them, from a seed.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  type Address,
  addressFromBigInt,
  addressToBigInt,
  addressToKey,
  type Family,
} from '@/lib/routing/address';
import type { AddressRange } from '@/lib/routing/range';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type AsnRange = AddressRange & {
  /** The network's name. */
  label: string;
};

/** All ranges of both families in the order of their addresses: about 515,000 that hardly overlap. */
export function readAsnRanges(): AsnRange[] {
  return [...asnRanges()];
}

/** The same one by one, for those who must not have them all in memory. */
export function* asnRanges(): Generator<AsnRange> {
  yield* rangesOfFile('asn-ipv4-num.csv', 4);
  yield* rangesOfFile('asn-ipv6-num.csv', 6);
}

function* rangesOfFile(name: string, family: Family): Generator<AsnRange> {
  const path = createRequire(import.meta.url).resolve(`@ip-location-db/asn/${name}`);
  const text = readFileSync(path, 'latin1');
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end);
    const [first, last, number] = line.split(',', 3);
    const name = line.slice(first!.length + last!.length + number!.length + 3);
    yield {
      first: addressFromBigInt(family, BigInt(first!)),
      last: addressFromBigInt(family, BigInt(last!)),
      // Read as UTF-8, and a string of its own: a slice would keep the whole file in memory.
      label: Buffer.from(name, 'latin1').toString(),
    };
  }
}

/** `count` different elements, in their old order. */
export function sample<Element>(
  elements: readonly Element[],
  count: number,
  random: () => number,
): Element[] {
  const chosen: Element[] = [];
  for (let i = 0; i < elements.length && chosen.length < count; i++) {
    if (random() * (elements.length - i) < count - chosen.length) chosen.push(elements[i]!);
  }
  return chosen;
}

export function pick<Element>(elements: readonly Element[], random: () => number): Element {
  return elements[Math.floor(random() * elements.length)]!;
}

export function randomAddressIn({ first, last }: AddressRange, random: () => number): Address {
  const low = addressToBigInt(first);
  const size = addressToBigInt(last) - low + 1n;
  let draw = 0n;
  for (let i = 0; i < 4; i++) draw = (draw << 32n) | BigInt(Math.floor(random() * 2 ** 32));
  return addressFromBigInt(first.family, low + (draw % size));
}

/** Leaves out each range that overlaps one before it. `ranges` come in the order of their addresses. */
export function withoutOverlaps<Range extends AddressRange>(ranges: readonly Range[]): Range[] {
  let end = '';
  return ranges.filter(({ first, last }) => {
    if (addressToKey(first) <= end) return false;
    end = addressToKey(last);
    return true;
  });
}
