// Rules for the comparison: the same for Sluice's database and for the peer's.

import type { Database } from '@/lib/db';
import { type Address, addressToKey, formatAddress } from '@/lib/routing/address';
import type { AddressRange } from '@/lib/routing/range';
import type { RuleApp, RuleRange, Rules } from '@/lib/routing/rules';
import { type AsnRange, pick, randomAddressIn, sample, seededRandom, withoutOverlaps } from './asn-ranges';

export type BenchRange = AddressRange & { label: string; app: string };
export type BenchRules = { apps: { slug: string; port: number }[]; ranges: BenchRange[] };
export type Visitor = { address: Address; app: string };

const slugs = ['sales', 'finance', 'planning'];

/** Where nobody goes to the apps, their ports do not matter. */
const anyPorts = [8501, 8502, 8503];

/** Every range as it is, three apps at the ports in turn. */
export function plainRules(ranges: readonly AsnRange[], ports: readonly number[] = anyPorts): BenchRules {
  const apps = slugs.map((slug, i) => ({ slug, port: ports[i]! }));
  return { apps, ranges: ranges.map((range, i) => ({ ...range, app: apps[i % 3]!.slug })) };
}

/**
 * `count` ranges, a tenth of them single addresses inside another range with an app of their own; and `visitors`
 * addresses, half of them such single ones, with the app that each has to land on.
 */
export function nestedRules(
  all: readonly AsnRange[],
  count: number,
  visitors: number,
  ports: readonly number[],
  seed: number,
): { rules: BenchRules; visitors: Visitor[] } {
  const random = seededRandom(seed);
  const wide = plainRules(withoutOverlaps(sample(all, Math.round(count * 0.9), random)), ports);
  const desks = new Map<string, BenchRange>();
  while (wide.ranges.length + desks.size < count) {
    const outer = pick(wide.ranges, random);
    const address = randomAddressIn(outer, random);
    const app = pick(
      wide.apps.filter(({ slug }) => slug !== outer.app),
      random,
    ).slug;
    const key = addressToKey(address);
    if (key !== addressToKey(outer.first))
      desks.set(key, { first: address, last: address, label: `Desk ${desks.size}`, app });
  }
  const inner = [...desks.values()];
  const chosen: Visitor[] = [];
  while (chosen.length < visitors) {
    const range = pick(chosen.length % 2 ? inner : wide.ranges, random);
    const address = randomAddressIn(range, random);
    chosen.push({ address, app: desks.get(addressToKey(address))?.app ?? range.app });
  }
  return { rules: { apps: wide.apps, ranges: [...wide.ranges, ...inner] }, visitors: chosen };
}

/** The rules as `decide` knows them. */
export function rulesForTable({ apps, ranges }: BenchRules): Rules {
  const ids = new Map(apps.map(({ slug }, i) => [slug, i + 1]));
  return {
    apps: apps.map(
      ({ slug, port }): RuleApp => ({
        ...{ id: ids.get(slug)!, slug, name: slug, description: '', port },
        ...{ scheme: null, host: null, path: '/', upstream: null, guarded: true, enabled: true },
      }),
    ),
    users: [],
    ranges: ranges.map((range, i) => rangeForTable(range, i + 1, ids.get(range.app)!)),
  };
}

export function rangeForTable({ first, last, label }: AsnRange, id: number, appId: number): RuleRange {
  return {
    ...{ id, first, last, label, effect: 'allow', landing: null, userId: null },
    ...{ appIds: [appId], enabled: true, validFrom: null, validUntil: null },
  };
}

/** The rules as the peer's `load_rules` reads them. */
export function rulesAsJson({ apps, ranges }: BenchRules): string {
  return JSON.stringify({
    apps,
    ranges: ranges.map(({ first, last, label, app }) => ({
      first: formatAddress(first),
      last: formatAddress(last),
      label,
      app,
    })),
  });
}

/**
 * Writes the rules into an empty SQLite database, past `sluice apply`: half a million ranges are there in seconds, without
 * half a million entries in the audit log that no measurement looks at.
 */
export async function fillDatabase(db: Database, { apps, ranges }: BenchRules): Promise<void> {
  const now = Date.now();
  await db.app.createMany({ data: apps.map(({ slug, port }, i) => ({ id: i + 1, slug, name: slug, port })) });
  const appId = new Map(apps.map(({ slug }, i) => [slug, i + 1]));
  const rows = ranges.map(({ first, last, label, app }) => [
    addressToKey(first),
    addressToKey(last),
    label,
    appId.get(app),
  ]);
  for (let start = 0; start < rows.length; start += 20_000) {
    const slice = JSON.stringify(rows.slice(start, start + 20_000).map((row, i) => [start + i + 1, ...row]));
    await db.$transaction([
      db.$executeRaw`
        INSERT INTO "IpRange" ("id", "first", "last", "label", "createdAt", "updatedAt")
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, ${now}, ${now} FROM json_each(${slice})`,
      db.$executeRaw`
        INSERT INTO "IpRangeApp" ("rangeId", "appId", "position")
        SELECT value ->> 0, value ->> 4, 0 FROM json_each(${slice})`,
    ]);
  }
  await db.ruleState.upsert({
    where: { id: 1 },
    create: { id: 1, revision: 1 },
    update: { revision: { increment: 1 } },
  });
}
