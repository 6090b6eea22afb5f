// The one door through which rules, accounts and settings change.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, type ChangedEntity, type RuleEntity, redact } from './audit/change';
import { endSessionsOfDisabled } from './auth/sessions';
import { findDatabaseProblem } from './database-error';
import type { Database, Transaction } from './db';
import { insertRows, providerOfClient } from './insert-rows';

/** How long a writer waits for its turn, in ms: as long as another one may take for a large file. */
const PATIENCE = 30_000;

export type Author = {
  /** Who is written down: an administrator's email, or «command line». */
  actor: string;
  actorId?: number;
  /** Whence the request came, in canonical spelling. */
  address?: string | null;
  requestId?: string;
  /** How long to wait for other writers, in ms. */
  patience?: number;
};

export type RuleChange = { revision: number; changes: Change[] };

/** Rolls back a transaction in which nothing was changed. */
class NothingChanged extends Error {}

const ruleEntities: readonly ChangedEntity[] = ['App', 'User', 'IpRange'] satisfies RuleEntity[];
/** A restored database has other rules as a whole. */
const changesRule = ({ entity, kind }: Change) => ruleEntities.includes(entity) || kind === 'restore';

/**
 * Changes the rules, accounts or settings: all that `work` writes, a ChangeEvent for each Change that it returns and, where a
 * rule is among them, the next revision are committed together or not at all. Writers take turns, so `work` sees what the one
 * before has done. It has to return every row of App, User and IpRange that it changed (whoever follows the rules reads
 * the ChangeEvents), a user's or range's grants included; with no Change nothing is written and the revision stays.
 *
 * Throws what `work` throws, and the database's LOCKED (see database-error.ts) when its turn does not come in time. Where
 * other writers are in this process, `db` needs a short `busyTimeout`: SQLite's own wait holds the thread.
 */
export async function changeRules(
  db: Database,
  { patience = PATIENCE, ...author }: Author,
  work: (tx: Transaction, revision: number) => Promise<Change[]>,
): Promise<RuleChange> {
  let revision = 0;
  const change = () =>
    db.$transaction(async (tx) => {
      revision = await takeTurn(tx, patience);
      const changes = await work(tx, revision);
      if (changes.length === 0) throw new NothingChanged();
      await endSessionsOfDisabled(tx, changes);
      if (!changes.some(changesRule)) revision = await giveRevisionBack(tx);
      await recordChanges(tx, changes, revision, author);
      return { revision, changes };
    });
  for (const deadline = performance.now() + patience; ; ) {
    try {
      return await change();
    } catch (error) {
      if (error instanceof NothingChanged) return { revision: revision - 1, changes: [] };
      const mayWait = revision === 0 && performance.now() < deadline;
      if (!mayWait || findDatabaseProblem(error)?.code !== 'LOCKED') throw error;
      // Asleep and not in SQLite's busy handler, which would hold this thread, and with it the writer that it waits for
      // where that one is in this process.
      await sleep(10 + Math.random() * 30);
    }
  }
}

/** Adds one to the revision. Prisma begins SQLite's transactions DEFERRED: the lock comes with this, its first statement. */
async function takeTurn(tx: Transaction, patience: number): Promise<number> {
  if (providerOfClient(tx) === 'postgresql') {
    await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = ${Math.max(1, Math.round(patience))}`);
  }
  const [state] = await tx.$queryRaw<{ revision: number }[]>`
    UPDATE "RuleState" SET "revision" = "revision" + 1 WHERE "id" = 1 RETURNING "revision"`;
  if (!state) throw new Error('the database has no RuleState: its migrations were not applied whole');
  return Number(state.revision);
}

/** No rule was changed, so whoever follows the rules need not look. */
async function giveRevisionBack(tx: Transaction): Promise<number> {
  const { revision } = await tx.ruleState.update({ where: { id: 1 }, data: { revision: { decrement: 1 } } });
  return revision;
}

/**
 * Writes down what has happened and changed nothing, such as a sign-in that failed. In one statement, by a client that has no
 * transaction open: as long as a writer's transaction is, the visits of all who land meanwhile have to wait.
 */
export async function recordHappenings(
  db: Database,
  author: Omit<Author, 'patience'>,
  happenings: readonly Change[],
): Promise<void> {
  if (happenings.some(changesRule)) throw new Error('a rule is changed by changeRules only');
  await recordChanges(db, happenings, null, author);
}

const columns = [
  ...(['at', 'revision', 'actor', 'actorId', 'address', 'requestId'] as const),
  ...(['kind', 'entity', 'entityId', 'label', 'before', 'after'] as const),
];

async function recordChanges(
  tx: Database | Transaction,
  changes: readonly Change[],
  revision: number | null,
  { actor, actorId, address, requestId }: Author,
): Promise<void> {
  const at = new Date();
  const rows = changes.map((change) => ({
    at,
    revision: changesRule(change) ? revision : null,
    actor,
    actorId: actorId ?? null,
    address: address ?? null,
    requestId: requestId ?? null,
    kind: change.kind,
    entity: change.entity,
    entityId: change.id,
    label: change.label,
    before: change.before && redact(change.before),
    after: change.after && redact(change.after),
  }));
  await insertRows(tx, 'ChangeEvent', columns, rows);
}
