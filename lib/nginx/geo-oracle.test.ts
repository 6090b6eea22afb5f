// The decision against a second opinion: Nginx's own `geo`, whose longest prefix is our fewest addresses.

import { Agent, request } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { type Address, addressFromBigInt, addressToBigInt, formatAddress } from '@/lib/routing/address';
import { decide } from '@/lib/routing/decide';
import { type AddressRange, formatRange, parseRange } from '@/lib/routing/range';
import type { RuleRange } from '@/lib/routing/rules';
import { buildRuleTable } from '@/lib/routing/table';
import { type Random, seededRandom } from '@/lib/testing/random';
import { freePorts, type RunningNginx, startNginxOn, temporaryFolder } from './nginx-fixture';

const folder = temporaryFolder();
const open: RunningNginx[] = [];
afterAll(async () => {
  for (const running of open) await running.stop();
  folder.remove();
});

const bitsOf = { 4: 32, 6: 128 } as const;

/** A block around a random point: near other blocks, so that they nest, touch and miss each other by one. */
function randomBlock(random: Random, shortest: number, blocks: readonly AddressRange[]): AddressRange {
  const family = random.chance(0.5) ? 4 : 6;
  const bits = bitsOf[family];
  const near = random.chance(0.7) ? blocks.filter(({ first }) => first.family === family) : [];
  let point = 0n;
  for (let i = 0; i < bits; i += 32) point = (point << 32n) | BigInt(Math.floor(random.next() * 2 ** 32));
  if (near.length > 0) {
    const block = random.pick(near);
    const keep = BigInt(random.below(bits));
    const low = (1n << keep) - 1n;
    point = (addressToBigInt(random.chance(0.5) ? block.first : block.last) & ~low) | (point & low);
  }
  // IPv4-mapped IPv6 is IPv4 to both; it is asked for below, and is no block of its own.
  if (family === 6 && point >> 32n === 0xffffn) point |= 1n << 127n;
  const prefix = shortest + random.below(bits + 1 - shortest);
  const host = BigInt(bits - prefix);
  const first = (point >> host) << host;
  const text = `${formatAddress(addressFromBigInt(family, first))}/${prefix}`;
  const result = parseRange(text);
  if (!result.ok) throw new Error(`not a block: ${text}`);
  return result.range;
}

function randomTable(random: Random, shortest: number, size: number): RuleRange[] {
  const blocks = new Map<string, AddressRange>();
  while (blocks.size < size) {
    const block = randomBlock(random, shortest, [...blocks.values()]);
    blocks.set(formatRange(block), block);
  }
  return [...blocks.values()].map((block, i) => ({
    ...block,
    ...{ id: i + 1, label: '', effect: 'allow', landing: null, userId: null, appIds: [] },
    ...{ enabled: true, validFrom: null, validUntil: null },
  }));
}

/** The edges of blocks and their neighbours, points inside, and points anywhere. */
function randomAddress(random: Random, ranges: readonly RuleRange[]): Address {
  const { first, last } = random.pick(ranges);
  const family = first.family;
  const limit = (1n << BigInt(bitsOf[family])) - 1n;
  const [low, high] = [addressToBigInt(first), addressToBigInt(last)];
  const spread = BigInt(Math.floor(random.next() * 2 ** 52));
  const value = random.pick([
    low,
    high,
    low - 1n,
    high + 1n,
    low + ((high - low) * spread) / 2n ** 52n,
    (limit * spread) >> 52n,
  ]);
  return addressFromBigInt(family, value < 0n ? 0n : value > limit ? limit : value);
}

async function startGeo(
  ranges: readonly RuleRange[],
  name: string,
): Promise<(text: string) => Promise<number | null>> {
  const [port] = (await freePorts(1)) as [number];
  const prefix = `${folder.path}/${name}`;
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const text = [
    `pid ${prefix}/nginx.pid;`,
    `error_log ${prefix}/error.log;`,
    'events {}',
    'http {',
    'access_log off;',
    'keepalive_requests 1000000;',
    ...temp.map((kind) => `${kind}_temp_path ${prefix}/temp/${kind};`),
    'geo $arg_a $range {',
    ...ranges.map((range) => `${formatRange(range)} ${range.id};`),
    '}',
    `server { listen 127.0.0.1:${port}; location / { return 200 $range; } }`,
    '}',
  ].join('\n');
  open.push(await startNginxOn(text, prefix, port));
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  return (address) =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path: `/?a=${address}`, agent }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve(body === '' ? null : Number(body)));
      });
      asked.on('error', reject).end();
    });
}

describe.each([
  { seed: 1, shortest: 0 },
  { seed: 2, shortest: 4 },
  { seed: 3, shortest: 8 },
  { seed: 4, shortest: 16 },
])('a random table of CIDR blocks from /$shortest on, seed $seed', ({ seed, shortest }) => {
  test('is read the same way by Nginx', async () => {
    const random = seededRandom(seed);
    const ranges = randomTable(random, shortest, 400);
    const table = buildRuleTable({ apps: [], users: [], ranges });
    const geo = await startGeo(ranges, `seed-${seed}`);
    const addresses = Array.from({ length: 2000 }, () => randomAddress(random, ranges));

    const matched = new Set<number | null>();
    await Promise.all(
      addresses.map(async (address) => {
        const spelled = formatAddress(address);
        // Every tenth IPv4 address is asked about in its IPv6 spelling.
        const text = address.family === 4 && address.words[0]! % 10 === 0 ? `::ffff:${spelled}` : spelled;
        const ours = decide({ address: text, at: 0, table }).range?.id ?? null;
        matched.add(ours);
        expect({ text, id: await geo(text) }).toEqual({ text, id: ours });
      }),
    );
    // Many blocks and, where not all is covered, none: else the comparison would say little.
    expect(matched.size).toBeGreaterThan(150);
    expect(matched.has(null)).toBe(shortest > 0);
  });
});
