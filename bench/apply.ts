// From `sluice apply` of one range to the first landing that follows it.

import { writeFileSync } from 'node:fs';
import { openDatabase } from '@/lib/db';
import { formatAddress } from '@/lib/routing/address';
import { formatRange } from '@/lib/routing/range';
import { type AsnRange, readAsnRanges, sample, seededRandom } from './asn-ranges';
import { type Figure, spread } from './figures';
import { LandingClient } from './landing-client';
import { Portal } from './portal';
import { type BenchRules, plainRules } from './rules';
import type { Run } from './run';

export async function measureApply(run: Run): Promise<Figure[]> {
  const all = readAsnRanges();
  const figures: Figure[] = [];
  for (const ranges of [sample(all, 100, seededRandom(3)), all])
    figures.push(...(await measureWith(run, ranges)));
  return figures;
}

async function measureWith(run: Run, asnRanges: readonly AsnRange[]): Promise<Figure[]> {
  const ranges = asnRanges.length.toLocaleString('en-US');
  run.say('reload.preparing', { ranges });
  const rules = plainRules(asnRanges, await run.workspace.listen(3));
  const portal = await Portal.start(run.workspace, { name: `apply-${asnRanges.length}`, rules });
  const client = new LandingClient(portal, formatAddress(rules.ranges[0]!.first));
  const db = openDatabase(portal.databaseUrl);
  const fromStart: number[] = [];
  const fromCommit: number[] = [];
  try {
    for (let round = 0; round < (run.quick ? 2 : 7); round++) {
      const { file, port } = writeOneRange(run, rules, round);
      const start = Date.now();
      const [changed] = await Promise.all([
        client.landUntilAt(`http://127.0.0.1:${port}/`),
        portal.sluice(['apply', file]),
      ]);
      // Written inside the transaction, so a moment before its commit.
      const event = await db.changeEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
      fromStart.push(changed - start);
      fromCommit.push(changed - event.at.getTime());
    }
  } finally {
    client.close();
    await db.$disconnect();
    await portal.stop();
  }
  return [
    {
      id: `apply.start.${asnRanges.length}`,
      label: (words) => words('apply.fromStart', { ranges }),
      unit: 'ms',
      ...spread(fromStart),
    },
    {
      id: `apply.commit.${asnRanges.length}`,
      label: (words) => words('apply.fromCommit', { ranges }),
      unit: 'ms',
      ...spread(fromCommit),
      bar: { atMost: 1000 },
    },
  ];
}

/** A rules file with the first range, whose app is another one than in the round before. */
export function writeOneRange(
  run: Run,
  { apps, ranges }: BenchRules,
  round: number,
): { file: string; port: number } {
  const range = ranges[0]!;
  const app = apps[(apps.findIndex(({ slug }) => slug === range.app) + 1 + round) % apps.length]!;
  const file = run.workspace.path('one-range.yaml');
  // JSON is YAML too.
  writeFileSync(
    file,
    JSON.stringify({
      apps: apps.map(({ slug, port }) => ({ slug, name: slug, port })),
      ranges: [{ range: formatRange(range), label: range.label, apps: [app.slug] }],
    }),
  );
  return { file, port: app.port };
}
