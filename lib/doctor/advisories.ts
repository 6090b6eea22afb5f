// Known holes, from the list that the release ships: what was public on its date, of the packages that Sluice stands on.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import list from './advisories.json';
import type { Installed } from './installed';
import { compareVersions } from './versions';

const advisoryList = z.object({
  date: z.iso.date(),
  /** Node's majors that still get fixes. */
  supportedNode: z.array(z.string()),
  advisories: z.array(
    z.object({
      package: z.string(),
      ecosystem: z.enum(['npm', 'node', 'pypi', 'nginx', 'debian']),
      severity: z.enum(['critical', 'high', 'moderate', 'low']),
      id: z.string(),
      affected: z.array(z.object({ introduced: z.string(), fixed: z.string() })).min(1),
    }),
  ),
});

export type AdvisoryList = z.infer<typeof advisoryList>;
export type Advisory = AdvisoryList['advisories'][number];

/** The release's list. */
export const shippedAdvisories: AdvisoryList = advisoryList.parse(list);

export type Hole = { advisory: Advisory; version: string; fixed: string };

/** The advisories that an installed version is affected by, each with the version that is not. */
export async function holesOf(
  installed: readonly Installed[],
  { advisories }: Pick<AdvisoryList, 'advisories'>,
): Promise<Hole[]> {
  const holes: Hole[] = [];
  for (const { package: name, version, ecosystem } of installed) {
    const isOlder = ecosystem === 'debian' ? isOlderDebian : isOlderPlain;
    for (const advisory of advisories) {
      if (advisory.package !== name || advisory.ecosystem !== ecosystem) continue;
      for (const { introduced, fixed } of advisory.affected) {
        if (!(await isOlder(version, introduced)) && (await isOlder(version, fixed))) {
          holes.push({ advisory, version, fixed });
        }
      }
    }
  }
  return holes;
}

const isOlderPlain = async (a: string, b: string) => compareVersions(a, b) < 0;

/** Debian's order of versions has rules of its own, which dpkg knows. */
async function isOlderDebian(a: string, b: string): Promise<boolean> {
  return promisify(execFile)('dpkg', ['--compare-versions', a, 'lt', b]).then(
    () => true,
    (error: { code?: unknown }) => {
      // 1 is the answer «no»; anything else is dpkg's own trouble.
      if (error.code === 1) return false;
      throw error;
    },
  );
}
