// Sessions: a row for each sign-in of a browser. The cookie holds a secret that the row knows the hash of; without the row it
// is worth nothing, so ending a session is deleting its row.

import type { Change } from '../audit/change';
import type { Database, Transaction } from '../db';
import { patiently } from './auth-database';
import { newToken, tokenHash } from './secret-token';

const HOUR = 3_600_000;
/** A session that nobody uses for so long has ended, in ms. */
export const IDLE = 12 * HOUR;
/** None lasts longer than this, in ms. */
export const LONGEST = 7 * 24 * HOUR;
/** How exactly «last seen» is known, in ms: each request would else be a write. */
const SEEN_EVERY = 60_000;
const LONGEST_USER_AGENT = 400;

export type Browser = { readonly address: string | null; readonly userAgent: string | null };

/** Sessions that count. */
export const liveSessions = (now = new Date()) => ({
  expiresAt: { gt: now },
  lastSeenAt: { gt: new Date(now.getTime() - IDLE) },
});

/** A new session; the token is for the cookie. */
export async function createSession(
  tx: Transaction,
  userId: number,
  { address, userAgent }: Browser,
  now = new Date(),
): Promise<string> {
  const token = newToken();
  await tx.session.create({
    data: {
      id: tokenHash(token),
      userId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + LONGEST),
      address,
      userAgent: userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
    },
  });
  return token;
}

/** The session of a cookie, with whose it is; null where it has ended or its user may no longer sign in. */
export async function findSession(db: Database | Transaction, token: string, now = new Date()) {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const session = await db.session.findFirst({
    where: { id: tokenHash(token), ...liveSessions(now) },
    include: { account: { include: { user: { select: { email: true, name: true, enabled: true } } } } },
  });
  return session?.account.user.enabled ? session : null;
}

/** Whether a session that a stream was opened with still counts. */
export async function isLiveSession(db: Database, id: string): Promise<boolean> {
  const where = { id, ...liveSessions(), account: { user: { enabled: true } } };
  return (await db.session.count({ where })) === 1;
}

/** Notes that the session is in use, at most once a minute. */
export async function touchSession(
  db: Database,
  session: { id: string; lastSeenAt: Date },
  address: string | null,
  now = new Date(),
): Promise<void> {
  const { id, lastSeenAt } = session;
  if (now.getTime() - lastSeenAt.getTime() < SEEN_EVERY) return;
  // The condition again: of many requests at once, one writes.
  const lastSeen = { lt: new Date(now.getTime() - SEEN_EVERY + 1) };
  await patiently(() =>
    db.session.updateMany({ where: { id, lastSeenAt: lastSeen }, data: { lastSeenAt: now, address } }),
  );
}

/** Ends the sessions of users who were disabled: were they enabled again, an old cookie must not let anybody in. */
export async function endSessionsOfDisabled(tx: Transaction, changes: readonly Change[]): Promise<void> {
  const someWere = changes.some(({ entity, after }) => entity === 'User' && after?.enabled === false);
  if (someWere) await tx.session.deleteMany({ where: { account: { user: { enabled: false } } } });
}

/** Deletes sessions that have ended by themselves. */
export async function clearOldSessions(db: Database, now = new Date()): Promise<void> {
  const idle = new Date(now.getTime() - IDLE);
  await patiently(() =>
    db.session.deleteMany({ where: { OR: [{ expiresAt: { lte: now } }, { lastSeenAt: { lte: idle } }] } }),
  );
}
