// Links that can be used once: to set a password, or to become the first administrator. The database keeps the hash of a
// link's token.

import type { Change } from '../audit/change';
import type { Database, Transaction } from '../db';
import { tokenHash } from './secret-token';

/** How long a link can be used, in ms. */
export const LINK_LIFE = 24 * 3_600_000;

/** Where a link leads, on an origin. The token is in the query, which neither Nginx nor the portal writes down. */
export const linkUrl = (origin: string, token: string) => `${origin}/login/link?token=${token}`;

/**
 * Makes the token of this hash the only link of a user, or (null) the only one to become the first administrator.
 */
export async function storeLink(
  tx: Transaction,
  hash: string,
  userId: number | null,
  now = new Date(),
): Promise<void> {
  await tx.signInLink.deleteMany({ where: { OR: [{ userId }, { expiresAt: { lte: now } }] } });
  await tx.signInLink.create({
    data: { id: hash, userId, createdAt: now, expiresAt: new Date(now.getTime() + LINK_LIFE) },
  });
}

/** As the audit log has it. */
export const linkIssued = (userId: number, email: string): Change => ({
  entity: 'Account',
  id: userId,
  kind: 'issueLink',
  label: email,
  before: null,
  after: null,
});

export type UsableLink =
  | {
      readonly kind: 'password';
      readonly id: string;
      readonly userId: number;
      readonly email: string;
      readonly name: string;
    }
  | { readonly kind: 'firstAdmin'; readonly id: string };

/**
 * What a link is for; null where it was used, has expired, was replaced by a newer one, or never was. The first
 * administrator's is of no use any more once there is one.
 */
export async function findLink(
  db: Database | Transaction,
  token: string,
  now = new Date(),
): Promise<UsableLink | null> {
  const link = await db.signInLink.findFirst({ where: { id: tokenHash(token), expiresAt: { gt: now } } });
  if (!link) return null;
  const { id, userId } = link;
  if (userId === null) return (await countAdmins(db)) === 0 ? { kind: 'firstAdmin', id } : null;
  const account = await db.account.findFirst({
    where: { userId, user: { enabled: true } },
    select: { user: { select: { email: true, name: true } } },
  });
  return account && { kind: 'password', id, userId, ...account.user };
}

/** How many administrators can sign in. */
export function countAdmins(db: Database | Transaction): Promise<number> {
  return db.account.count({
    where: { role: 'admin', passwordHash: { not: null }, user: { enabled: true } },
  });
}
