import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '@/lib/testing/random';
import {
  type Address,
  addressFromBigInt,
  addressToBigInt,
  compareAddresses,
  formatAddress,
  parseAddress,
} from './address';
import { decide } from './decide';
import { explain } from './explain';
import { parseRange } from './range';
import type { RuleApp, RuleRange, Rules, RuleUser } from './rules';
import { buildRuleTable, RangeBatch, type RuleTable, ruleTableSlices } from './table';

const NOW = Date.parse('2026-06-01T12:00:00Z');

const app = (id: number, slug: string, fields: Partial<RuleApp> = {}): RuleApp => ({
  ...{
    id,
    slug,
    name: slug,
    description: '',
    port: 8500 + id,
    scheme: null,
    host: null,
    path: '/',
    upstream: null,
    guarded: true,
    enabled: true,
  },
  ...fields,
});
const user = (id: number, fields: Partial<RuleUser> = {}): RuleUser => ({
  ...{ id, email: `user${id}@example.com`, name: `User ${id}`, enabled: true, landing: null, appIds: [] },
  ...fields,
});
let nextId = 1;
const range = (text: string, fields: Partial<RuleRange> = {}): RuleRange => {
  const parsed = parseRange(text);
  if (!parsed.ok) throw new Error(text);
  return {
    ...{
      id: nextId++,
      label: text,
      effect: 'allow',
      landing: null,
      enabled: true,
      validFrom: null,
      validUntil: null,
    },
    ...{ userId: null, appIds: [1] },
    ...parsed.range,
    ...fields,
  };
};
const apps = [app(1, 'sales'), app(2, 'finance'), app(3, 'old', { enabled: false })];
const tableOf = (ranges: RuleRange[], users: RuleUser[] = [], rest: Partial<Rules> = {}) =>
  buildRuleTable({ apps, users, ranges, ...rest });
const ask = (
  table: RuleTable,
  address: string | null,
  more: { requested?: string; at?: number; down?: Set<number> } = {},
) => decide({ address, at: NOW, table, ...more });

describe('the decision, rule by rule', () => {
  test.each([
    null,
    '',
    '010.0.0.5',
    '10.1',
    '0x0a000001',
    '167772161',
    'fe80::1%eth0',
    ' 10.0.0.1',
    '10.0.0.1, 10.0.0.2',
    'unknown',
  ])('1: %j is no plain address and is denied', (address) => {
    const decision = ask(tableOf([range('0.0.0.0/0'), range('::/0')]), address);
    expect(decision).toMatchObject({ outcome: 'deny', reason: 'UNKNOWN_CLIENT', address: null, apps: [] });
  });

  test('2: a disabled range and one outside its validity do not count, to the millisecond', () => {
    const table = tableOf([
      range('10.0.0.0/8', { label: 'wide' }),
      range('10.0.0.0/16', { enabled: false, effect: 'deny' }),
      range('10.0.0.7', { effect: 'deny', validFrom: NOW, validUntil: NOW + 1000 }),
    ]);
    expect(ask(table, '10.0.0.7', { at: NOW - 1 }).range?.label).toBe('wide');
    expect(ask(table, '10.0.0.7', { at: NOW }).reason).toBe('RANGE_DENIES');
    expect(ask(table, '10.0.0.7', { at: NOW + 999 }).reason).toBe('RANGE_DENIES');
    expect(ask(table, '10.0.0.7', { at: NOW + 1000 }).range?.label).toBe('wide');
  });

  test('3: the fewest addresses decide; of two of equal size the later start; none is a refusal', () => {
    const table = tableOf([
      range('10.0.0.0/24', { label: 'block' }),
      range('10.0.0.10-10.0.0.19', { label: 'early ten' }),
      range('10.0.0.15-10.0.0.24', { label: 'late ten' }),
    ]);
    expect(ask(table, '10.0.0.9').range?.label).toBe('block');
    expect(ask(table, '10.0.0.14').range?.label).toBe('early ten');
    expect(ask(table, '10.0.0.17').range?.label).toBe('late ten');
    expect(ask(table, '10.0.0.25').range?.label).toBe('block');
    expect(ask(table, '10.0.1.0')).toMatchObject({
      outcome: 'deny',
      reason: 'NO_RANGE',
      address: '10.0.1.0',
    });
  });

  test('4: a denying range comes before its owner, a disabled owner before the apps', () => {
    const disabled = [user(1, { enabled: false })];
    expect(
      ask(tableOf([range('10.0.0.7', { effect: 'deny', userId: 1 })], disabled), '10.0.0.7').reason,
    ).toBe('RANGE_DENIES');
    expect(ask(tableOf([range('10.0.0.7', { userId: 1 })], disabled), '10.0.0.7').reason).toBe(
      'USER_DISABLED',
    );
  });

  test('5: its own apps first, then its owner’s, each once and only enabled ones; none is a refusal', () => {
    const owner = [user(1, { appIds: [1, 3, 2] })];
    const decision = ask(tableOf([range('10.0.0.7', { userId: 1, appIds: [2] })], owner), '10.0.0.7');
    expect(decision.apps.map(({ slug }) => slug)).toEqual(['finance', 'sales']);
    expect(ask(tableOf([range('10.0.0.7', { appIds: [3] })]), '10.0.0.7')).toMatchObject({
      outcome: 'deny',
      reason: 'NO_APP',
    });
    expect(ask(tableOf([range('10.0.0.7', { appIds: [] })]), '10.0.0.7').reason).toBe('NO_APP');
  });

  test('6: the first app, or a choice where range, owner or default say so and there are several', () => {
    const several = { appIds: [1, 2] };
    const choose = [user(1, { landing: 'choose' })];
    const outcome = (fields: Partial<RuleRange>, users: RuleUser[] = [], rest: Partial<Rules> = {}) =>
      ask(tableOf([range('10.0.0.7', fields)], users, rest), '10.0.0.7').outcome;
    expect(outcome(several)).toBe('redirect');
    expect(outcome({ ...several, landing: 'choose' })).toBe('choose');
    expect(outcome({ ...several, userId: 1 }, choose)).toBe('choose');
    expect(outcome({ ...several, userId: 1, landing: 'first' }, choose)).toBe('redirect');
    expect(outcome(several, [], { defaultLanding: 'choose' })).toBe('choose');
    expect(outcome({ appIds: [1, 3], landing: 'choose' })).toBe('redirect');
  });

  test('6: an app asked for by name has to be granted, whether it exists or not', () => {
    const table = tableOf([range('10.0.0.7', { appIds: [1, 3], landing: 'choose' })]);
    expect(ask(table, '10.0.0.7', { requested: 'sales' })).toMatchObject({
      outcome: 'redirect',
      reason: 'REQUESTED_APP',
    });
    for (const requested of ['finance', 'old', 'nowhere', 'SALES', '', '__proto__']) {
      expect(ask(table, '10.0.0.7', { requested })).toMatchObject({
        outcome: 'deny',
        reason: 'APP_NOT_GRANTED',
        app: null,
      });
    }
  });

  test('7: an app known to be down is unavailable, and the next one does not stand in for it', () => {
    const table = tableOf([range('10.0.0.7', { appIds: [1, 2] })]);
    const down = new Set([1]);
    expect(ask(table, '10.0.0.7', { down })).toMatchObject({
      outcome: 'unavailable',
      reason: 'APP_DOWN',
      app: { slug: 'sales' },
    });
    expect(ask(table, '10.0.0.7', { down, requested: 'sales' }).outcome).toBe('unavailable');
    expect(ask(table, '10.0.0.7', { down, requested: 'finance' }).outcome).toBe('redirect');
  });

  test('7: an app under maintenance is unavailable until it is over, down or not', () => {
    const table = buildRuleTable({
      apps: [
        app(1, 'sales', { underMaintenance: { message: 'Back soon', until: NOW + 1000 } }),
        app(2, 'finance', { underMaintenance: { message: '', until: null } }),
        app(3, 'stock'),
      ],
      users: [],
      ranges: [
        range('10.0.0.7', { appIds: [1, 2, 3] }),
        range('10.0.0.8', { appIds: [3, 1], landing: 'choose' }),
      ],
    });
    const down = new Set([1]);
    expect(ask(table, '10.0.0.7', { down })).toMatchObject({
      outcome: 'unavailable',
      reason: 'APP_MAINTENANCE',
      app: { slug: 'sales' },
    });
    expect(ask(table, '10.0.0.7', { at: NOW + 999 }).reason).toBe('APP_MAINTENANCE');
    expect(ask(table, '10.0.0.7', { at: NOW + 1000 }).reason).toBe('FIRST_APP');
    expect(ask(table, '10.0.0.7', { at: NOW + 1000, down }).reason).toBe('APP_DOWN');
    expect(ask(table, '10.0.0.7', { at: NOW + 1e12, requested: 'finance' }).reason).toBe('APP_MAINTENANCE');
    expect(ask(table, '10.0.0.7', { requested: 'stock' }).outcome).toBe('redirect');
    expect(ask(table, '10.0.0.8').outcome).toBe('choose');
    expect(ask(table, '10.0.0.9', { requested: 'sales' }).reason).toBe('NO_RANGE');
  });

  test('an IPv4-mapped address is the IPv4 address; IPv6 ranges hold no IPv4 address', () => {
    const table = tableOf([range('10.0.0.0/8', { label: 'four' }), range('::/0', { label: 'six' })]);
    expect(ask(table, '::ffff:10.1.2.3')).toMatchObject({ address: '10.1.2.3', range: { label: 'four' } });
    expect(ask(table, '::ffff:a01:203').address).toBe('10.1.2.3');
    expect(ask(table, '::10.1.2.3').range?.label).toBe('six');
    expect(ask(table, '11.0.0.1').reason).toBe('NO_RANGE');
  });

  test('an empty table denies everyone', () => {
    expect(ask(tableOf([]), '10.0.0.1').reason).toBe('NO_RANGE');
    expect(ask(tableOf([]), '2001:db8::1').reason).toBe('NO_RANGE');
  });

  test('the whole of a family is a range, to its last address', () => {
    const table = tableOf([range('0.0.0.0/0'), range('::/0'), range('255.255.255.255', { label: 'last' })]);
    expect(ask(table, '255.255.255.255').range?.label).toBe('last');
    expect(ask(table, '255.255.255.254').range?.label).toBe('0.0.0.0/0');
    expect(ask(table, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff').range?.label).toBe('::/0');
    expect(ask(table, '0.0.0.0').range?.label).toBe('0.0.0.0/0');
  });

  test('the explanation lists every range that contains the address, with what became of it', () => {
    const table = tableOf([
      range('10.0.0.0/8', { label: 'wide' }),
      range('10.0.0.0/24', { label: 'decides' }),
      range('10.0.0.7', { label: 'off', enabled: false }),
      range('10.0.0.6-10.0.0.7', { label: 'over', validUntil: NOW }),
      range('10.0.0.4/30', { label: 'soon', validFrom: NOW + 1 }),
    ]);
    const seven: Address = { family: 4, words: [0x0a000007] };
    expect(explain(table, seven, NOW).map(({ range: { label }, verdict }) => [label, verdict])).toEqual([
      ['off', 'disabled'],
      ['over', 'expired'],
      ['soon', 'not-yet-valid'],
      ['decides', 'decides'],
      ['wide', 'overridden'],
    ]);
  });
});

/** The slow, plainly correct way: look at every range. */
function oracle(ranges: RuleRange[], address: Address, at: number): RuleRange | null {
  const value = addressToBigInt(address);
  const size = ({ first, last }: RuleRange) => addressToBigInt(last) - addressToBigInt(first);
  const active = ranges.filter(
    (candidate) =>
      candidate.enabled &&
      candidate.first.family === address.family &&
      addressToBigInt(candidate.first) <= value &&
      value <= addressToBigInt(candidate.last) &&
      (candidate.validFrom === null || candidate.validFrom <= at) &&
      (candidate.validUntil === null || at < candidate.validUntil),
  );
  const before = (a: RuleRange, b: RuleRange) =>
    size(a) !== size(b) ? size(a) < size(b) : addressToBigInt(a.first) > addressToBigInt(b.first);
  return active.reduce<RuleRange | null>(
    (best, candidate) => (!best || before(candidate, best) ? candidate : best),
    null,
  );
}

/** Ranges crowded into a small part of the line, so that they nest, overlap partly and tie. */
function randomRanges(random: Random, count: number): RuleRange[] {
  const seen = new Set<string>();
  const ranges: RuleRange[] = [];
  while (ranges.length < count) {
    const family = random.chance(0.5) ? 4 : 6;
    const bits = family === 4 ? 32n : 128n;
    // A corner of the line: low, high, in the middle of a word or across the border between two words.
    const corner = random.pick([
      0n,
      (1n << bits) - 4096n,
      0x0a000000n,
      family === 6 ? (1n << 64n) - 2048n : 0x7ffff000n,
    ]);
    const [spread, width] = random.pick([
      [4096, 8],
      [4096, 64],
      [4096, 1024],
      [256, 256],
    ] as const);
    let first = corner + BigInt(random.below(spread));
    let last = first + BigInt(random.below(width));
    if (random.chance(0.4)) {
      const zeros = BigInt(random.below(11));
      first = (first >> zeros) << zeros;
      last = first + (1n << zeros) - 1n;
    }
    if (family === 6 && random.chance(0.1))
      [first, last] = [first >> 60n, (first >> 60n) + (1n << BigInt(random.below(120)))];
    const top = (1n << bits) - 1n;
    if (first > top) first = top;
    if (last > top) last = top;
    if (seen.has(`${family} ${first} ${last}`)) continue;
    seen.add(`${family} ${first} ${last}`);
    const timed = random.chance(0.35);
    ranges.push({
      ...range('10.0.0.0'),
      first: addressFromBigInt(family, first),
      last: addressFromBigInt(family, last),
      enabled: random.chance(0.9),
      validFrom: timed && random.chance(0.6) ? NOW + random.below(10) - 6 : null,
      validUntil: timed && random.chance(0.6) ? NOW + random.below(10) - 3 : null,
    });
  }
  return ranges;
}

/** Where a look-up can go wrong: at, before and after every border, and somewhere between. */
function addressesAround(random: Random, ranges: RuleRange[]): Address[] {
  return ranges.flatMap(({ first, last }) => {
    const top = (1n << (first.family === 4 ? 32n : 128n)) - 1n;
    const [low, high] = [addressToBigInt(first), addressToBigInt(last)];
    const between =
      low + BigInt(Math.floor(random.next() * Number(high - low + 1n > 1000n ? 1000n : high - low + 1n)));
    return [low - 1n, low, between, high, high + 1n]
      .filter((value) => value >= 0n && value <= top)
      .map((value) => addressFromBigInt(first.family, value));
  });
}

function batchOf(earlier: RuleTable | null, ranges: RuleRange[]): RangeBatch {
  const batch = new RangeBatch(earlier);
  for (const each of [...ranges].sort((a, b) => compareAddresses(a.first, b.first))) batch.add(each);
  return batch;
}

function expectAgreement(table: RuleTable, ranges: RuleRange[], addresses: Address[], at: number) {
  for (const address of addresses) {
    const expected = oracle(ranges, address, at);
    const actual = decide({ address: formatAddress(address), at, table });
    // An IPv6 address within ::ffff:0:0/96 reads as IPv4; the oracle gets what the parser made of it.
    const read = parseAddress(formatAddress(address));
    if (read.ok && read.address.family !== address.family) continue;
    if (actual.range?.id !== expected?.id) {
      expect.fail(
        `${formatAddress(address)} at ${at}: range ${actual.range?.id}, the oracle says ${expected?.id}`,
      );
    }
  }
}

describe('against the oracle', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'random table %i decides as the slow way does',
    (seed) => {
      const random = seededRandom(seed);
      const ranges = randomRanges(random, [1, 5, 60, 250, 600][seed % 5]!);
      const table = tableOf(ranges);
      const addresses = addressesAround(random, ranges);
      for (const at of [NOW, NOW + random.below(10) - 5]) expectAgreement(table, ranges, addresses, at);
    },
  );

  test.each([21, 22, 23])('table %i grown by changes is the table built anew', (seed) => {
    const random = seededRandom(seed);
    let ranges = randomRanges(random, 200);
    let table = tableOf(ranges);
    for (let change = 0; change < 8; change++) {
      const removed = new Set(ranges.filter(() => random.chance(0.1)).map(({ id }) => id));
      const kept = ranges.filter(({ id }) => !removed.has(id));
      const taken = new Set(kept.map(({ first, last }) => `${formatAddress(first)} ${formatAddress(last)}`));
      const added = randomRanges(random, 20).filter(
        ({ first, last }) => !taken.has(`${formatAddress(first)} ${formatAddress(last)}`),
      );
      // A changed range keeps its id and comes as removed and added.
      const changed = kept.filter(() => random.chance(0.1)).map((old) => ({ ...old, enabled: !old.enabled }));
      const changedIds = new Set(changed.map(({ id }) => id));
      ranges = [...kept.filter(({ id }) => !changedIds.has(id)), ...changed, ...added];
      const slices = ruleTableSlices(table, {
        ...{
          apps: table.apps,
          users: table.users,
          defaultLanding: 'first',
          added: batchOf(table, [...changed, ...added]),
        },
        removed: new Set([...removed, ...changedIds]),
      });
      let slice = slices.next();
      while (!slice.done) slice = slices.next();
      table = slice.value;
      expect(table.size).toBe(ranges.length);
      expectAgreement(table, ranges, addressesAround(random, ranges), NOW);
    }
  });

  test('a table is made in many small slices', () => {
    const ranges = randomRanges(seededRandom(31), 2000);
    const change = {
      apps: new Map(),
      users: new Map(),
      defaultLanding: 'first' as const,
      removed: new Set<number>(),
    };
    const slices = ruleTableSlices(null, { ...change, added: batchOf(null, ranges) });
    let count = 0;
    while (!slices.next().done) count++;
    expect(count).toBeGreaterThan(20);
  });

  test('ranges out of order are refused', () => {
    const batch = new RangeBatch(null);
    batch.add(range('10.0.0.2'));
    batch.add(range('2001:db8::1'));
    expect(() => batch.add(range('10.0.0.1'))).toThrow(/ascending order/);
  });
});
