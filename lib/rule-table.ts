// The current rule table of this process. It follows the database: whoever changes the rules adds one to the revision and
// writes a ChangeEvent a changed row, in one transaction; this reads what changed since and makes the next table.

import { setTimeout as sleep, setImmediate as yieldToOthers } from 'node:timers/promises';
import { log } from '@/lib/log';
import { type Database, openDatabase, providerOf, type Transaction } from './db';
import { Prisma } from './generated/sqlite/client';
import { addressFromKey } from './routing/address';
import { maintenanceOf } from './routing/maintenance';
import type { Landing, RuleApp, RuleRange, RuleUser } from './routing/rules';
import { RangeBatch, type RuleTable, ruleTableSlices } from './routing/table';
import { grantedApps, milliseconds, selectRows } from './select-rows';

/** How often the revision is looked at, in ms. */
const POLL = 200;
/** How long building a table may hold the thread at a time, in ms. */
const SLICE = 4;
const RANGES_A_PAGE = 500;
const USERS_A_PAGE = 500;
/** From so many changed ranges on, all are read anew. */
const MANY_CHANGES = 20_000;

export type RuleSnapshot = { readonly revision: number; readonly table: RuleTable };

export class RuleTableFollower {
  private snapshot: RuleSnapshot | undefined;
  private following: Promise<void> | undefined;
  private reading: Promise<RuleSnapshot> | undefined;
  private stopped = false;
  private readonly db: Database;
  /** When the table was last found to be the newest, in ms since 1970. */
  checkedAt: number | undefined;
  /** Why the rules could not be read the last time; undefined when they could. */
  problem: unknown;

  constructor(
    private readonly databaseUrl: string,
    private readonly defaultLanding: Landing,
  ) {
    // A connection of its own: its read transactions must not see, or hold up, this process's writes.
    this.db = openDatabase(databaseUrl);
  }

  /** The newest table, or undefined until the first one is there. */
  current(): RuleSnapshot | undefined {
    return this.snapshot;
  }

  /** Reads what changed, if anything; resolves when the table is that of a revision not older than the call. */
  async refresh(): Promise<RuleSnapshot> {
    // One at a time: who comes while rules are read waits for that, and then looks whether it was late enough.
    while (this.reading) await this.reading.catch(() => {});
    this.reading = this.readNewest();
    try {
      return await this.reading;
    } finally {
      this.reading = undefined;
    }
  }

  /** Whether the database answers; throws what it says when it does not. Cheap, also while rules are read. */
  async ping(): Promise<void> {
    await readRevision(this.db);
  }

  private async readNewest(): Promise<RuleSnapshot> {
    try {
      const revision = await readRevision(this.db);
      if (this.snapshot?.revision !== revision) this.snapshot = await this.read();
      this.problem = undefined;
      this.checkedAt = Date.now();
      return this.snapshot as RuleSnapshot;
    } catch (error) {
      this.problem = error;
      throw error;
    }
  }

  /** Follows the database until `stop`. */
  start(): void {
    this.following ??= (async () => {
      let reported = '';
      while (!this.stopped) {
        try {
          await this.refresh();
          reported = '';
        } catch (error) {
          const text = String(error).split('\n').at(-1) ?? '';
          if (text !== reported) log.error('rules', `cannot be read, the last known ones stay: ${text}`);
          reported = text;
        }
        await sleep(POLL, undefined, { ref: false });
      }
    })();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.following;
    await this.db.$disconnect();
  }

  /** One consistent view of the rules, whatever is written meanwhile. */
  private read(): Promise<RuleSnapshot> {
    const options =
      providerOf(this.databaseUrl) === 'postgresql' ? { isolationLevel: 'RepeatableRead' as never } : {};
    return this.db.$transaction(async (tx) => {
      const revision = await readRevision(tx);
      const earlier = this.snapshot;
      const changes =
        earlier && earlier.revision < revision ? await readChanges(tx, earlier.revision, revision) : null;
      const table = earlier && changes ? await this.grow(tx, earlier.table, changes) : await this.readAll(tx);
      return { revision, table };
    }, options);
  }

  private async readAll(tx: Transaction): Promise<RuleTable> {
    const four = await tx.ipRange.count({ where: { first: { lt: '5' } } });
    const all = await tx.ipRange.count();
    const added = new RangeBatch(null, { 4: four, 6: all - four });
    for (let after = ['', '']; ; ) {
      const rows = await readRanges(
        tx,
        Prisma.sql`SELECT * FROM "IpRange" WHERE ("first", "last") > (${after[0]}, ${after[1]})
          ORDER BY "first", "last" LIMIT ${RANGES_A_PAGE}`,
      );
      for (const row of rows) added.add(ruleRange(row));
      const last = rows.at(-1);
      if (!last) break;
      after = [last[1], last[2]];
      await yieldToOthers();
    }
    return this.build(null, {
      apps: await readApps(tx),
      users: await readUsers(tx, new Map(), null),
      removed: new Set(),
      added,
    });
  }

  private async grow(tx: Transaction, earlier: RuleTable, changed: ChangedIds): Promise<RuleTable> {
    const added = new RangeBatch(earlier);
    const found: RangeRow[] = [];
    for (const ids of chunks([...changed.IpRange], RANGES_A_PAGE)) {
      found.push(
        ...(await readRanges(tx, Prisma.sql`SELECT * FROM "IpRange" WHERE "id" IN (${Prisma.join(ids)})`)),
      );
      await yieldToOthers();
    }
    found.sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
    for (const row of found) added.add(ruleRange(row));
    return this.build(earlier, {
      apps: changed.App.size > 0 ? await readApps(tx) : earlier.apps,
      users:
        changed.User.size > 0
          ? await readUsers(tx, new Map(earlier.users), [...changed.User])
          : earlier.users,
      removed: changed.IpRange,
      added,
    });
  }

  /** Builds in slices, so that visitors are answered in between. */
  private async build(
    earlier: RuleTable | null,
    change: Omit<Parameters<typeof ruleTableSlices>[1], 'defaultLanding'>,
  ): Promise<RuleTable> {
    const slices = ruleTableSlices(earlier, { ...change, defaultLanding: this.defaultLanding });
    for (let started = performance.now(); ; ) {
      const slice = slices.next();
      if (slice.done) return slice.value;
      if (performance.now() - started > SLICE) {
        await yieldToOthers();
        started = performance.now();
      }
    }
  }
}

type RangeRow = [
  id: number,
  first: string,
  last: string,
  label: string,
  effect: RuleRange['effect'],
  landing: Landing | null,
  enabled: number | boolean,
  validFrom: number | null,
  validUntil: number | null,
  userId: number | null,
  appIds: number[],
];

function readRanges(tx: Transaction, source: Prisma.Sql): Promise<RangeRow[]> {
  const columns = [
    ...['id', 'first', 'last', 'label', 'effect', 'landing', 'enabled'].map((name) => `"${name}"`),
    ...['validFrom', 'validUntil'].map((name) => milliseconds(tx, `"${name}"`)),
    ...['"userId"', grantedApps(tx, 'id', 'IpRangeApp', 'rangeId')],
  ];
  return selectRows<RangeRow>(tx, columns, source);
}

function ruleRange(row: RangeRow): RuleRange {
  const [id, first, last, label, effect, landing, enabled, validFrom, validUntil, userId, appIds] = row;
  // Field by field: spreading an object is a hundred times as slow, and this is done for every range.
  return {
    id,
    first: addressFromKey(first),
    last: addressFromKey(last),
    label,
    effect,
    landing,
    enabled: Boolean(enabled),
    validFrom,
    validUntil,
    userId,
    appIds,
  };
}

type ChangedIds = { App: Set<number>; User: Set<number>; IpRange: Set<number> };

async function readRevision(db: Transaction): Promise<number> {
  const [state] = await db.$queryRaw<
    { revision: number }[]
  >`SELECT "revision" FROM "RuleState" WHERE "id" = 1`;
  if (!state)
    throw new Error('the table RuleState is empty: the database was not set up by `sluice migrate deploy`');
  return Number(state.revision);
}

/**
 * The rows changed from one revision to another; null when there are so many that all had better be read, or when the changes do
 * not say what differs: the database was restored, or the log of that time has been deleted.
 */
async function readChanges(tx: Transaction, from: number, to: number): Promise<ChangedIds | null> {
  const changes = await tx.changeEvent.findMany({
    where: { revision: { gt: from } },
    select: { revision: true, entity: true, entityId: true },
    take: MANY_CHANGES,
  });
  if (changes.length === MANY_CHANGES) return null;
  const ids: ChangedIds = { App: new Set(), User: new Set(), IpRange: new Set() };
  const isToldWhole =
    changes.some(({ revision }) => revision === to) &&
    changes.every(({ entity }) => Object.hasOwn(ids, entity));
  if (!isToldWhole) return null;
  for (const { entity, entityId } of changes) ids[entity as keyof ChangedIds].add(entityId as number);
  return ids;
}

/** `users` with the named ones (null: all) read anew. */
async function readUsers(tx: Transaction, users: Map<number, RuleUser>, ids: number[] | null) {
  const page = async (where: object) => {
    const rows = await tx.user.findMany({
      where,
      select: {
        ...{ id: true, email: true, name: true, enabled: true, landing: true },
        grants: { select: { appId: true }, orderBy: { position: 'asc' } },
      },
      orderBy: { id: 'asc' },
      take: USERS_A_PAGE,
    });
    for (const { grants, ...user } of rows)
      users.set(user.id, { ...user, appIds: grants.map(({ appId }) => appId) });
    await yieldToOthers();
    return rows;
  };
  if (ids) {
    for (const id of ids) users.delete(id);
    for (const some of chunks(ids, USERS_A_PAGE)) await page({ id: { in: some } });
  } else {
    for (let rows = await page({}); rows.length > 0; rows = await page({ id: { gt: rows.at(-1)!.id } }));
  }
  return users;
}

/** The apps, as rules. */
async function readApps(tx: Transaction): Promise<Map<number, RuleApp>> {
  const apps = await tx.app.findMany();
  return new Map(apps.map((app) => [app.id, { ...app, underMaintenance: maintenanceOf(app) }]));
}

function* chunks<Item>(items: Item[], size: number): Generator<Item[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
