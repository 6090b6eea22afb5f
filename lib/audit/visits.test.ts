import { describe, expect, test } from 'vitest';
import { insertRows } from '@/lib/insert-rows';
import { freshDatabase, providers } from '@/lib/testing/fresh-database';
import { type Random, seededRandom } from '@/lib/testing/random';
import { type AccessEvent, addressKey } from './access-event';
import {
  addressFilter,
  idAt,
  matchesVisit,
  outcomeReasons,
  outcomes,
  reasons,
  type VisitFilter,
} from './visit-filter';
import { countVisits, listVisits, type Visit, visitColumns, visitPages } from './visits';

const START = Date.parse('2026-05-01T00:00:00Z');
const MINUTE = 60_000;
const none: VisitFilter = {
  ...{ from: null, until: null, block: null, userId: null, appId: null },
  ...{ rangeId: null, outcome: null, reason: null, requestId: null, sessionId: null },
};

/** Visits of a few people and many strangers; one reason is rare, one block is old. */
function someVisits(random: Random, count: number): AccessEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const at = START + i * MINUTE;
    const outcome = random.pick(outcomes);
    const reason = random.chance(0.002) ? 'APP_DOWN' : random.pick(outcomeReasons[outcome]);
    const userId = random.chance(0.5) ? 1 + random.below(4) : null;
    const address =
      i < count / 10
        ? `192.168.0.${random.below(8)}`
        : random.pick([`10.0.${random.below(3)}.${random.below(200)}`, `2001:db8::${random.below(9)}`, null]);
    return {
      id: `${idAt(at).slice(0, 14)}7${random.below(4096).toString(16).padStart(3, '0')}-8000-${String(i).padStart(12, '0')}`,
      at: new Date(at),
      address,
      addressKey: addressKey(address),
      outcome,
      reason,
      ...{ rangeId: random.chance(0.3) ? 1 + random.below(3) : null, rangeLabel: null },
      ...{ userId, userEmail: userId ? `u${userId}@example.com` : null },
      ...{ appId: random.chance(0.3) ? 1 + random.below(2) : null, appSlug: null, target: null },
      ...{ host: 'example.com', path: '/', userAgent: 'a', requestId: `r${random.below(50)}` },
      ...{ sessionId: random.chance(0.1) ? `s${random.below(20)}` : null },
      ...{ bytesIn: null, bytesOut: null, duration: outcome === 'close' ? random.below(10 ** 6) : null },
    };
  });
}

function someFilter(random: Random, count: number): VisitFilter {
  const block = random.pick([
    '192.168.0.0/24',
    '10.0.0.0/8',
    '10.0.1.7',
    '10.0.0.5-10.0.0.90',
    '::/0',
    '172.16.0.0/12',
  ]);
  const addresses = addressFilter(block);
  return {
    from: random.chance(0.2) ? START + random.below(count) * MINUTE : null,
    until: random.chance(0.2) ? START + random.below(count) * MINUTE : null,
    block: random.chance(0.4) && addresses.ok ? addresses.block : null,
    userId: random.chance(0.3) ? random.pick([1, 2, 99]) : null,
    appId: random.chance(0.2) ? 1 : null,
    rangeId: random.chance(0.2) ? 2 : null,
    outcome: random.chance(0.2) ? random.pick(outcomes) : null,
    reason: random.chance(0.2) ? random.pick(reasons) : null,
    requestId: random.chance(0.1) ? 'r7' : null,
    sessionId: random.chance(0.1) ? 's7' : null,
  };
}

const idsOf = (visits: readonly { id: string }[]) => visits.map(({ id }) => id);

describe.each(providers)('the log of visits on %s', (provider) => {
  async function filledDatabase(random: Random, count: number) {
    const { db } = await freshDatabase(provider);
    const visits = someVisits(random, count);
    await insertRows(db, 'AccessEvent', visitColumns, visits);
    return { db, visits: [...visits].reverse() };
  }

  test('pages forwards and back hold every visit that matches once, whatever is asked for', async () => {
    const random = seededRandom(7);
    const { db, visits } = await filledDatabase(random, 4000);
    for (let i = 0; i < 60; i++) {
      const filter = someFilter(random, visits.length);
      const expected = idsOf(visits.filter((visit) => matchesVisit(filter, visit)));
      const limits = { limit: random.pick([3, 50, 400]), patience: random.pick([0, 1000]) };
      const found: string[] = [];
      const pages: string[][] = [];
      for (let before: string | null = null; ; ) {
        const page = await listVisits(db, filter, { before, after: null }, limits);
        found.push(...idsOf(page.visits));
        pages.push(idsOf(page.visits));
        if (page.older === null || pages.length > 12) break;
        before = page.older;
      }
      expect(found, JSON.stringify(filter)).toEqual(expected.slice(0, found.length));
      if (pages.length <= 12) expect(found.length).toBe(expected.length);
      const [second, third] = pages.filter((page) => page.length === limits.limit).slice(1);
      if (limits.patience > 0 && second && third) {
        const back = await listVisits(db, filter, { before: null, after: third[0]! }, limits);
        expect(idsOf(back.visits)).toEqual(second);
      }
    }
  });

  test('an export holds every visit that matches, whole', async () => {
    const random = seededRandom(11);
    const { db, visits } = await filledDatabase(random, 1700);
    const filter = { ...none, outcome: 'deny' as const };
    const exported: Visit[] = [];
    for await (const page of visitPages(db, filter)) exported.push(...page);
    const expected = visits.filter((visit) => matchesVisit(filter, visit));
    expect(exported).toEqual(expected.map((visit) => ({ ...visit, at: visit.at.getTime() })));
  });

  test('a search that takes too long says how far it has come, and goes on from there', async () => {
    const { db, visits } = await filledDatabase(seededRandom(3), 3000);
    const oldest = visits.at(-1)!;
    const filter = { ...none, requestId: 'nothing-has-this' };
    const page = await listVisits(db, filter, { before: null, after: null }, { limit: 50, patience: 0 });
    expect(page.visits).toEqual([]);
    expect(page.searchedTo).not.toBeNull();
    expect(page.searchedTo! > oldest.id).toBe(true);
    const rest = await listVisits(
      db,
      filter,
      { before: page.older, after: null },
      { limit: 50, patience: 60_000 },
    );
    expect(rest.searchedTo).toBeNull();
    expect(rest.older).toBeNull();
  });

  test('visits are counted by the hour, outcome and app as they are written', async () => {
    const { db, visits } = await filledDatabase(seededRandom(5), 600);
    const from = START;
    const until = START + 5 * 60 * MINUTE;
    const asked = { ...none, from, until, outcome: 'redirect' as const };
    const expected = visits.filter((visit) => matchesVisit(asked, visit)).length;
    expect(await countVisits(db, asked, Date.now())).toBe(expected);
    expect(await countVisits(db, { ...asked, userId: 1 }, Date.now())).toBeNull();
    const { _sum } = await db.visitCount.aggregate({ _sum: { visits: true } });
    expect(_sum.visits).toBe(visits.filter(({ outcome }) => !['open', 'close'].includes(outcome)).length);
    expect(await countVisits(db, { ...asked, outcome: 'close' }, Date.now())).toBeNull();
  });
});
