// Runs in a process of its own with --expose-gc: how long decide() takes with 100, 10,000 and all ranges. Prints DecideTimes as JSON.

import { type Address, formatAddress } from '@/lib/routing/address';
import { decide } from '@/lib/routing/decide';
import { buildRuleTable, type RuleTable } from '@/lib/routing/table';
import { type AsnRange, pick, randomAddressIn, readAsnRanges, sample, seededRandom } from './asn-ranges';
import { type DecideTimes, families, forms, sizes } from './decide-cases';
import { plainRules, rulesForTable } from './rules';

/** Different addresses asked in a round: as many as a large organisation has visitors. */
const ADDRESSES = 10_000;
const [rounds] = process.argv.slice(2).map(Number);

type Case = { key: string; table: RuleTable; addresses: (string | Address)[] };

function casesOf(all: readonly AsnRange[]): Case[] {
  const random = seededRandom(515);
  return sizes.flatMap((size) => {
    const ranges = size === 'all' ? all : sample(all, Number(size), random);
    const table = buildRuleTable(rulesForTable(plainRules(ranges)));
    return families.flatMap((family) => {
      const asked =
        family === 'mixed' ? ranges : ranges.filter(({ first }) => first.family === Number(family[3]));
      const parsed = Array.from({ length: ADDRESSES }, () => randomAddressIn(pick(asked, random), random));
      const addresses = { parsed, text: parsed.map(formatAddress) };
      return forms.map((form) => ({ key: `${size} ${family} ${form}`, table, addresses: addresses[form] }));
    });
  });
}

/** Passes over the addresses before the one that counts. */
const WARM_PASSES = 5;

/**
 * Nanoseconds a decision, over all addresses of the case, in the steady state: a case is not charged for what the one before it has
 * left in the caches.
 */
function timeOf(one: Case): number {
  for (let pass = 0; pass < WARM_PASSES; pass++) ask(one);
  return ask(one);
}

function ask({ key, table, addresses }: Case): number {
  const at = Date.now();
  let redirects = 0;
  const start = process.hrtime.bigint();
  for (const address of addresses) {
    if (decide({ address, at, table }).outcome === 'redirect') redirects++;
  }
  const taken = Number(process.hrtime.bigint() - start);
  if (redirects !== addresses.length)
    throw new Error(`${key}: ${redirects} of ${addresses.length} were let in`);
  return taken / addresses.length;
}

/** The tables and addresses; all that they were made from is let go. */
function prepare(): { cases: Case[]; counts: DecideTimes['counts'] } {
  const all = readAsnRanges();
  return { cases: casesOf(all), counts: { 100: 100, 10000: 10_000, all: all.length } };
}

const { cases, counts } = prepare();
globalThis.gc!();
for (let round = 0; round < 20; round++) cases.forEach(timeOf);
const times: DecideTimes['times'] = Object.fromEntries(cases.map(({ key }) => [key, []]));
for (let round = 0; round < rounds!; round++) {
  for (const one of cases) times[one.key]!.push(timeOf(one));
}
console.log(JSON.stringify({ counts, times } satisfies DecideTimes));
