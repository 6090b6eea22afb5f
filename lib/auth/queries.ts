import type { Database } from '../db';
import type { Role } from './administrator';
import { browserName } from './browser-name';
import { liveSessions } from './sessions';

export type Person = {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly enabled: boolean;
  readonly hasPassword: boolean;
  /** When a link that is still good ends; null: there is none. */
  readonly linkUntil: Date | null;
  readonly lastSeenAt: Date | null;
  readonly sessions: number;
};

/** Everybody with a role, the strongest roles first. Dozens, so all at once. */
export async function listPeople(db: Database, now = new Date()): Promise<Person[]> {
  const [accounts, links] = await Promise.all([
    db.account.findMany({
      include: {
        user: { select: { email: true, name: true, enabled: true } },
        sessions: { where: liveSessions(now), select: { lastSeenAt: true } },
      },
    }),
    db.signInLink.findMany({ where: { userId: { not: null }, expiresAt: { gt: now } } }),
  ]);
  const order: Role[] = ['admin', 'editor', 'viewer'];
  return accounts
    .map(({ userId, role, passwordHash, user, sessions }) => ({
      userId,
      role,
      ...user,
      hasPassword: passwordHash !== null,
      linkUntil: links.find((link) => link.userId === userId)?.expiresAt ?? null,
      lastSeenAt: sessions.reduce<Date | null>(
        (latest, { lastSeenAt }) => (latest && latest > lastSeenAt ? latest : lastSeenAt),
        null,
      ),
      sessions: sessions.length,
    }))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.name.localeCompare(b.name));
}

export type SessionRow = {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly name: string;
  readonly address: string | null;
  readonly browser: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
};

/** Sessions that count, the one last seen first: everyone's, or one user's. */
export async function listSessions(
  db: Database,
  { userId }: { userId?: number } = {},
  now = new Date(),
): Promise<SessionRow[]> {
  const rows = await db.session.findMany({
    where: { ...liveSessions(now), userId, account: { user: { enabled: true } } },
    include: { account: { select: { user: { select: { email: true, name: true } } } } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
  });
  return rows.map(({ account, userAgent, expiresAt: _, ...session }) => ({
    ...session,
    ...account.user,
    browser: browserName(userAgent),
  }));
}
