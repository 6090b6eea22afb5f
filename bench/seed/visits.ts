// A year of visits: a few addresses that come all day and many that come now and then, at the hours that people work.

import { addressToKey, formatAddress } from '@/lib/routing/address';
import { pick, randomAddressIn } from '../asn-ranges';
import type { BulkLoad, Row } from '../bulk-load';
import type { SeedApp, SeedRange, SeedRules, SeedUser } from './rules';

const HOUR = 3_600_000;
const HOURS = 365 * 24;

const userAgents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
];

type Visitor = {
  address: string;
  key: string;
  reason: string;
  range: SeedRange | null;
  user: SeedUser | null;
  app: SeedApp | null;
};

/** Mostly addresses that some range allows; a twentieth that none knows. */
function makeVisitors(rules: SeedRules, count: number, random: () => number): Visitor[] {
  return Array.from({ length: count }, () => {
    let visitor = makeVisitor(rules, random);
    for (let tries = 0; visitor.app === null && tries < 4 && random() < 0.9; tries++) {
      visitor = makeVisitor(rules, random);
    }
    return visitor;
  });
}

function makeVisitor({ apps, users, ranges }: SeedRules, random: () => number): Visitor {
  const range = random() < 0.05 ? null : pick(ranges, random);
  // 203.0.0.0/16 stands for those whom no range knows.
  const address = range
    ? randomAddressIn(range, random)
    : { family: 4 as const, words: [0xcb000000 + Math.floor(random() * 0xffff)] };
  const user = range?.userId ? users[range.userId - 1]! : null;
  const first = [...(range?.apps ?? []), ...(user?.apps ?? [])][0];
  const app = first === undefined ? null : apps[first - 1]!;
  const denied = denialOf(range, user, app);
  return {
    ...{ address: formatAddress(address), key: addressToKey(address), user },
    ...{ range: range?.enabled ? range : null, reason: denied ?? 'FIRST_APP', app: denied ? null : app },
  };
}

function denialOf(range: SeedRange | null, user: SeedUser | null, app: SeedApp | null): string | null {
  if (!range?.enabled) return 'NO_RANGE';
  if (range.deny) return 'RANGE_DENIES';
  if (user && !user.enabled) return 'USER_DISABLED';
  return app ? null : 'NO_APP';
}

/** How busy an hour is. */
function weight(at: number): number {
  const date = new Date(at);
  const isWeekend = date.getUTCDay() % 6 === 0;
  const isWork = date.getUTCHours() >= 7 && date.getUTCHours() < 18;
  return (isWeekend ? 0.15 : 1) * (isWork ? 1 : 0.12);
}

/** Moments in ascending order, `count` of them in the year before `until`. */
function* moments(count: number, until: number, random: () => number): Generator<number> {
  const start = until - HOURS * HOUR;
  const weights = Array.from({ length: HOURS }, (_, hour) => weight(start + hour * HOUR));
  const total = weights.reduce((sum, one) => sum + one, 0);
  let sum = 0;
  let done = 0;
  for (const [hour, one] of weights.entries()) {
    sum += one;
    const visits = Math.round((count * sum) / total) - done;
    for (let i = 0; i < visits; i++) {
      yield start + hour * HOUR + Math.floor(((i + random()) / visits) * HOUR);
    }
    done += visits;
  }
}

const columns = [
  ...['id', 'at', 'address', 'addressKey', 'outcome', 'reason', 'rangeId', 'rangeLabel', 'userId'],
  ...['userEmail', 'appId', 'appSlug', 'target', 'host', 'path', 'userAgent', 'requestId'],
];

/** Fills AccessEvent and, as its trigger is away meanwhile, VisitCount. */
export async function loadVisits(
  load: BulkLoad,
  rules: SeedRules,
  count: number,
  random: () => number,
): Promise<void> {
  const visitors = makeVisitors(rules, Math.min(200_000, Math.ceil(count / 20)), random);
  const counts = new Map<string, number>();
  await load.insert('AccessEvent', columns, visitRows(rules, visitors, count, random, counts));
  await load.insert(
    'VisitCount',
    ['hour', 'outcome', 'appId', 'visits'],
    [...counts].map(([key, visits]) => {
      const [hour, outcome, appId] = key.split(' ');
      return [new Date(Number(hour)), outcome!, Number(appId), visits];
    }),
  );
}

const UNKNOWN_HOURS = 3;

function* visitRows(
  rules: SeedRules,
  visitors: readonly Visitor[],
  count: number,
  random: () => number,
  counts: Map<string, number>,
): Generator<Row> {
  const { until, apps } = rules;
  // For an hour in spring one app was down: a reason that is rare and whose visits are long ago.
  const outage = until - 240 * 24 * HOUR;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  let number = 0;
  for (const at of moments(count, until, random)) {
    // The third power: the first tenth of the visitors makes almost half of the visits.
    const visitor = visitors[Math.floor(visitors.length * random() ** 3)]!;
    const { address, key, range, user } = visitor;
    let { reason, app } = visitor;
    let outcome = app ? 'redirect' : 'deny';
    const draw = random();
    if (app && at >= outage && at < outage + UNKNOWN_HOURS * HOUR && app.id === 1) {
      [outcome, reason] = ['unavailable', 'APP_DOWN'];
    } else if (app && draw < 0.04) {
      reason = 'REQUESTED_APP';
    } else if (app && draw < 0.045) {
      [outcome, reason, app] = ['deny', 'APP_NOT_GRANTED', null];
    } else if (app && draw > 0.97) {
      [outcome, reason, app] = ['choose', 'CHOICE', null];
    }
    const path =
      reason === 'REQUESTED_APP' || reason === 'APP_NOT_GRANTED' ? `/go/${apps[number % 30]!.slug}` : '/';
    const counted = `${at - (at % HOUR)} ${outcome} ${app?.id ?? 0}`;
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
    number++;
    // UUIDv7 whose random part counts: unique, and in the order of time.
    const time = hex(at, 12);
    const tail = hex(number, 12);
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7${hex(number % 4096, 3)}-8000-${tail}`;
    yield [
      ...[id, new Date(at), address, key, outcome, reason, range?.id ?? null, range?.label ?? null],
      ...[user?.id ?? null, user?.email ?? null, app?.id ?? null, app?.slug ?? null],
      app && outcome === 'redirect' ? `http://10.0.0.5:${app.port}/` : null,
      ...['10.0.0.5', path, userAgents[number % 5]!],
      `${hex(Math.floor(random() * 2 ** 32), 8)}${hex(Math.floor(random() * 2 ** 32), 8)}0000${tail}`,
    ];
  }
}
