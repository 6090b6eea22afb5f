// How long one decision takes, and that it does not grow with the table.

import { type DecideTimes, families, forms, sizes } from './decide-cases';
import { type Figure, spread } from './figures';
import { inOwnProcess } from './own-process';
import type { Run } from './run';

export async function measureDecide({ workspace, quick }: Run): Promise<Figure[]> {
  const rounds = quick ? 5 : 31;
  const { counts, times } = await inOwnProcess<DecideTimes>(
    workspace,
    'decide-process',
    [String(rounds)],
    ['--expose-gc'],
  );
  const count = (size: (typeof sizes)[number]) => counts[size]!.toLocaleString('en-US');
  const figures: Figure[] = [];
  for (const form of forms) {
    for (const family of families) {
      for (const size of sizes) {
        figures.push({
          id: `decide.${size}.${family}.${form}`,
          label: (words) => words('decide.time', { ranges: count(size), family, form }),
          unit: 'ns',
          ...spread(times[`${size} ${family} ${form}`]!),
        });
      }
      const fewest = times[`100 ${family} ${form}`]!;
      const most = times[`all ${family} ${form}`]!;
      const rounds = most.map((time, round) => time / fewest[round]!);
      figures.push({
        id: `decide.ratio.${family}.${form}`,
        label: (words) => words('decide.ratio', { most: count('all'), fewest: count('100'), family, form }),
        unit: 'times',
        ...spread(rounds),
        bar: { atMost: 1.5 },
      });
    }
  }
  return figures;
}
