// Building the rule table of all real ranges: how long, in how long slices, how much memory.

import { type Figure, spread } from './figures';
import { inOwnProcess } from './own-process';
import type { TableBuild } from './rule-table-process';
import type { Run } from './run';

export async function measureTable({ workspace, quick }: Run): Promise<Figure[]> {
  const builds: TableBuild[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    builds.push(await inOwnProcess<TableBuild>(workspace, 'rule-table-process', [], ['--expose-gc']));
  }
  const ranges = builds[0]!.ranges.toLocaleString('en-US');
  return [
    {
      id: 'table.build',
      label: (words) => words('table.build', { ranges }),
      unit: 's',
      ...spread(builds.map(({ seconds }) => seconds)),
      bar: { atMost: 3 },
    },
    {
      id: 'table.slice',
      label: (words) => words('table.slice', { ranges }),
      unit: 'ms',
      ...spread(builds.map(({ longestSlice }) => longestSlice)),
      bar: { atMost: 20 },
    },
    {
      id: 'table.rebuild',
      label: (words) => words('table.rebuild', { ranges }),
      unit: 's',
      ...spread(builds.map(({ rebuildSeconds }) => rebuildSeconds)),
    },
    {
      id: 'table.rebuildSlice',
      label: (words) => words('table.rebuildSlice', { ranges }),
      unit: 'ms',
      ...spread(builds.map(({ longestRebuildSlice }) => longestRebuildSlice)),
      bar: { atMost: 20 },
    },
    {
      id: 'table.memory',
      label: (words) => words('table.memory', { ranges }),
      unit: 'MB',
      ...spread(builds.map(({ megabytes }) => megabytes)),
      bar: { atMost: 150 },
    },
  ];
}
