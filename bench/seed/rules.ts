// The apps, users and ranges of the seeded database, and their rows.

import { addressToKey } from '@/lib/routing/address';
import { formatRange } from '@/lib/routing/range';
import { type AsnRange, pick, randomAddressIn, readAsnRanges, sample } from '../asn-ranges';
import type { BulkLoad, Row } from '../bulk-load';
import { inventPerson, type Person } from './people';

export const APPS = 30;
const DAY = 86_400_000;

export type SeedApp = { id: number; slug: string; name: string; port: number };
export type SeedUser = Person & { id: number; enabled: boolean; apps: number[] };
export type SeedRange = AsnRange & {
  id: number;
  text: string;
  deny: boolean;
  enabled: boolean;
  userId: number | null;
  apps: number[];
  validUntil: number | null;
};
export type SeedRules = { apps: SeedApp[]; users: SeedUser[]; ranges: SeedRange[]; until: number };

export function makeRules(
  counts: { users: number; ranges: number },
  random: () => number,
  until: number,
): SeedRules {
  const apps = Array.from({ length: APPS }, (_, i) => {
    const id = i + 1;
    const area = ['sales', 'finance', 'energy', 'quality', 'stock', 'planning'][i % 6]!;
    const slug = i < 6 ? area : `${area}-${Math.floor(i / 6) + 1}`;
    return {
      id,
      slug,
      name: `${area[0]!.toUpperCase()}${area.slice(1)} ${Math.floor(i / 6) + 1}`,
      port: 18_500 + id,
    };
  });
  const users = Array.from({ length: counts.users }, (_, i): SeedUser => {
    const id = i + 1;
    return {
      ...inventPerson(id, random),
      id,
      enabled: random() > 0.02,
      apps: grants(random, random() < 0.7),
    };
  });
  return { apps, users, ranges: makeRanges(counts.ranges, users, random, until), until };
}

/** Up to three apps, the popular ones more often. */
function grants(random: () => number, any: boolean): number[] {
  if (!any) return [];
  const chosen = new Set<number>();
  for (let i = 0; i <= random() * 3; i++) chosen.add(1 + Math.floor(APPS * random() ** 2));
  return [...chosen];
}

/** Three of four are networks of the Internet, some denied; inside them desks of users, some only for a time. */
function makeRanges(
  count: number,
  users: readonly SeedUser[],
  random: () => number,
  until: number,
): SeedRange[] {
  const taken = new Set<string>();
  const ranges: SeedRange[] = [];
  const add = (range: AsnRange, more: Pick<SeedRange, 'deny' | 'userId' | 'apps' | 'validUntil'>) => {
    const key = `${addressToKey(range.first)} ${addressToKey(range.last)}`;
    if (taken.has(key)) return;
    taken.add(key);
    const enabled = random() > 0.03;
    ranges.push({ ...range, ...more, id: ranges.length + 1, text: formatRange(range), enabled });
  };
  const networks = sample(readAsnRanges(), Math.round(count * 0.75), random);
  for (const network of networks) {
    const deny = random() < 0.02;
    add(network, { deny, userId: null, apps: deny ? [] : grants(random, random() < 0.5), validUntil: null });
  }
  for (let desk = 1; ranges.length < count; desk++) {
    const address = randomAddressIn(pick(networks, random), random);
    const user = pick(users, random);
    // Some long over, some over soon, most for ever.
    const validUntil = random() < 0.1 ? until + Math.round((random() * 1.3 - 1) * 300) * DAY : null;
    add(
      { first: address, last: address, label: `Desk ${desk}, ${user.name}` },
      { deny: false, userId: user.id, apps: grants(random, random() < 0.3), validUntil },
    );
  }
  return ranges;
}

/** When an object was made and last changed. */
const times = (random: () => number, until: number) => {
  const created = until - Math.floor(random() * 700 * DAY);
  return [new Date(created), new Date(created + Math.floor(random() * (until - created)))];
};

export async function loadRules(load: BulkLoad, rules: SeedRules, random: () => number): Promise<void> {
  const { apps, users, ranges, until } = rules;
  await load.insert(
    'App',
    ['id', 'slug', 'name', 'port', 'createdAt', 'updatedAt'],
    apps.map(({ id, slug, name, port }) => [id, slug, name, port, ...times(random, until)]),
  );
  await load.insert(
    'User',
    ['id', 'email', 'name', 'department', 'enabled', 'createdAt', 'updatedAt'],
    users.map(({ id, email, name, department, enabled }) => [
      ...[id, email, name, department, enabled],
      ...times(random, until),
    ]),
  );
  await load.insert('UserApp', ['userId', 'appId', 'position'], grantRows(users));
  await load.insert('Account', ['userId', 'role', 'createdAt', 'updatedAt'], accountRows(random, until));
  await load.insert(
    'IpRange',
    [
      ...['id', 'first', 'last', 'label', 'effect', 'enabled', 'validUntil', 'userId'],
      ...['createdAt', 'updatedAt'],
    ],
    rangeRows(ranges, random, until),
  );
  await load.insert('IpRangeApp', ['rangeId', 'appId', 'position'], grantRows(ranges));
}

function* grantRows(owners: readonly { id: number; apps: readonly number[] }[]): Generator<Row> {
  for (const { id, apps } of owners) {
    for (const [position, appId] of apps.entries()) yield [id, appId, position];
  }
}

function accountRows(random: () => number, until: number): Row[] {
  return Array.from({ length: 20 }, (_, i) => {
    const role = ['admin', 'editor', 'viewer'][Math.min(2, Math.floor(i / 5))]!;
    return [i + 1, role, ...times(random, until)];
  });
}

function* rangeRows(ranges: readonly SeedRange[], random: () => number, until: number): Generator<Row> {
  for (const { id, first, last, label, deny, enabled, validUntil, userId } of ranges) {
    yield [
      ...[id, addressToKey(first), addressToKey(last), label.slice(0, 200), deny ? 'deny' : 'allow', enabled],
      ...[validUntil === null ? null : new Date(validUntil), userId],
      ...times(random, until),
    ];
  }
}
