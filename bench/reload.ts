// How long a landing has to wait while the portal takes in a change of a table of half a million ranges.

import { setTimeout as sleep } from 'node:timers/promises';
import { formatAddress } from '@/lib/routing/address';
import { writeOneRange } from './apply';
import { readAsnRanges } from './asn-ranges';
import { type Figure, median, percentile } from './figures';
import { LandingClient } from './landing-client';
import { Portal } from './portal';
import { plainRules } from './rules';
import type { Run } from './run';

export async function measureReload(run: Run): Promise<Figure[]> {
  const rules = plainRules(readAsnRanges(), await run.workspace.listen(3));
  const ranges = rules.ranges.length.toLocaleString('en-US');
  run.say('reload.preparing', { ranges });
  const portal = await Portal.start(run.workspace, { name: 'reload', rules });
  const changed = new LandingClient(portal, formatAddress(rules.ranges[0]!.first));
  const other = new LandingClient(portal, formatAddress(rules.ranges[1]!.first));
  try {
    await during(other, () => sleep(3000));
    const quiet = await during(other, () => sleep(run.quick ? 3000 : 15_000));
    const rebuilding = await during(other, async () => {
      for (let round = 0; round < (run.quick ? 2 : 8); round++) {
        const { file, port } = writeOneRange(run, rules, round);
        await portal.sluice(['apply', file]);
        await changed.landUntilAt(`http://127.0.0.1:${port}/`);
      }
    });
    return figuresOf(ranges, quiet, rebuilding);
  } finally {
    changed.close();
    other.close();
    await portal.stop();
  }
}

/** How long each landing took while the work was going on. */
async function during(client: LandingClient, work: () => Promise<unknown>): Promise<number[]> {
  let over = false;
  const landings = client.landUntil(() => over);
  await work().finally(() => {
    over = true;
  });
  return landings;
}

function figuresOf(ranges: string, quiet: number[], rebuilding: number[]): Figure[] {
  return [
    {
      id: 'reload.quiet.p99',
      label: (words) => words('reload.quietP99', { ranges }),
      unit: 'ms',
      value: percentile(quiet, 0.99),
    },
    {
      id: 'reload.quiet.longest',
      label: (words) => words('reload.quietLongest', { ranges }),
      unit: 'ms',
      value: Math.max(...quiet),
    },
    {
      id: 'reload.changing.p99',
      label: (words) => words('reload.rebuildP99', { ranges }),
      unit: 'ms',
      value: percentile(rebuilding, 0.99),
    },
    {
      id: 'reload.changing.longest',
      label: (words) => words('reload.rebuildLongest', { ranges }),
      unit: 'ms',
      value: Math.max(...rebuilding),
    },
    {
      id: 'reload.added',
      label: (words) => words('reload.added'),
      unit: 'ms',
      value: Math.max(...rebuilding) - median(quiet),
      bar: { atMost: 20 },
    },
  ];
}
