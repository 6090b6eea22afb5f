// `sluice resolve -` of 100,000 addresses, the start of the process included.

import { formatAddress } from '@/lib/routing/address';
import { type AsnRange, pick, randomAddressIn, readAsnRanges, sample, seededRandom } from './asn-ranges';
import { type Figure, spread } from './figures';
import { prepareDatabase, sluice } from './portal';
import { plainRules } from './rules';
import type { Run } from './run';

const ADDRESSES = 100_000;

export async function measureResolve(run: Run): Promise<Figure[]> {
  const all = readAsnRanges();
  const figures: Figure[] = [];
  for (const ranges of [sample(all, 10_000, seededRandom(4)), all])
    figures.push(await measureWith(run, ranges));
  return figures;
}

async function measureWith(run: Run, ranges: readonly AsnRange[]): Promise<Figure> {
  const random = seededRandom(5);
  const addresses = Array.from({ length: ADDRESSES }, () =>
    formatAddress(randomAddressIn(pick(ranges, random), random)),
  );
  const database = await prepareDatabase(run.workspace, `resolve-${ranges.length}`, plainRules(ranges));
  const times: number[] = [];
  for (let round = 0; round < (run.quick ? 1 : 3); round++) {
    const start = performance.now();
    const output = await sluice(run.workspace, database.env, ['resolve', '-'], `${addresses.join('\n')}\n`);
    times.push((performance.now() - start) / 1000);
    const answers = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { address: string; outcome: string });
    const wrong = answers.findIndex(
      ({ address, outcome }, i) => address !== addresses[i] || outcome !== 'redirect',
    );
    if (answers.length !== ADDRESSES || wrong >= 0) {
      throw new Error(`${answers.length} answers; line ${wrong + 1} is ${JSON.stringify(answers[wrong])}`);
    }
  }
  return {
    id: `resolve.${ranges.length}`,
    label: (words) =>
      words('resolve.time', {
        addresses: ADDRESSES.toLocaleString('en-US'),
        ranges: ranges.length.toLocaleString('en-US'),
      }),
    unit: 's',
    ...spread(times),
    bar: { atMost: 10 },
  };
}
