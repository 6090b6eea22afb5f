import { type AdvisoryList, type Hole, holesOf, shippedAdvisories } from '../advisories';
import { type Check, type Finding, fail, pass, warn } from '../check';
import { type Installed, installedVersions } from '../installed';

const DAY = 86_400_000;
/** So many days old the list may be before it says little. */
const STALE = 180;

/** Installed versions with known holes, by the list that the release ships. */
export const advisories: Check = {
  name: 'advisories',
  group: 'versions',
  async run({ home, now }) {
    const names = new Set(shippedAdvisories.advisories.map((advisory) => advisory.package));
    return advisoryFindings(await installedVersions(home, [...names]), shippedAdvisories, now);
  },
};

export async function advisoryFindings(
  installed: readonly Installed[],
  list: AdvisoryList,
  now: number,
): Promise<Finding[]> {
  const found = [
    ...worstOfEach(await holesOf(installed, list)),
    ...installed.flatMap(({ package: name, version }) =>
      name === 'node' && !list.supportedNode.includes(version.split('.')[0]!)
        ? [warn('NODE_UNSUPPORTED', { version, supported: list.supportedNode.join(', ') })]
        : [],
    ),
    ...(now - Date.parse(list.date) > STALE * DAY ? [warn('ADVISORIES_OLD', { date: list.date })] : []),
  ];
  return found.length > 0 ? found : [pass('NO_KNOWN_HOLES', { count: installed.length, date: list.date })];
}

/** One line a package: all its advisories, and the version that is rid of every one. */
function worstOfEach(holes: readonly Hole[]): Finding[] {
  const packages = [...new Set(holes.map(({ advisory }) => advisory.package))];
  return packages.map((name) => {
    const own = holes.filter(({ advisory }) => advisory.package === name);
    const isGrave = own.some(({ advisory: { severity } }) => severity === 'critical' || severity === 'high');
    const fixed = own
      .map((hole) => hole.fixed)
      .sort(byVersion)
      .at(-1)!;
    const ids = [...new Set(own.map(({ advisory }) => advisory.id))].join(', ');
    return (isGrave ? fail : warn)('KNOWN_HOLE', { package: name, version: own[0]!.version, ids, fixed });
  });
}

/** Good enough for Debian's as well: among fixes of one release only the number after `u` counts up. */
const byVersion = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
