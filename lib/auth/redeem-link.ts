// What using a link does, in one transaction: it can be used once.

import { z } from 'zod';
import type { Change } from '../audit/change';
import type { Transaction } from '../db';
import { InvalidInput } from '../errors';
import { requiredText } from '../rule-fields';
import { createUsers } from '../users/mutations';
import { email, userSchema } from '../users/schema';
import { findLink, type UsableLink } from './sign-in-links';

/** Who the first administrator is. */
export const firstAdminSchema = z.object({ email, name: requiredText(100) });
export type FirstAdmin = z.output<typeof firstAdminSchema>;

/** The link was used or has expired meanwhile. */
export class LinkUsedUp extends Error {
  override name = 'LinkUsedUp';
}

/** Sets the password that a link was for, and makes the first administrator of whoever the link made one. */
export async function redeemLink(
  tx: Transaction,
  token: string,
  passwordHash: string,
  first: FirstAdmin | null,
): Promise<{ userId: number; email: string; changes: Change[] }> {
  const link = await findLink(tx, token);
  if (!link || (link.kind === 'firstAdmin' && !first)) throw new LinkUsedUp();
  const { userId, email, changes } =
    link.kind === 'firstAdmin' ? await makeAdmin(tx, first!) : { ...link, changes: [] };
  await setPassword(tx, userId, passwordHash);
  await tx.signInLink.deleteMany({ where: usedBy(link) });
  return { userId, email, changes: [...changes, passwordSet(userId, email)] };
}

const usedBy = (link: UsableLink) => (link.kind === 'password' ? { userId: link.userId } : { userId: null });

/** Sets a password and ends all sessions of the user, but `except` (a Session's id). */
export async function setPassword(
  tx: Transaction,
  userId: number,
  passwordHash: string,
  except?: string,
): Promise<void> {
  await tx.account.update({ where: { userId }, data: { passwordHash } });
  await tx.session.deleteMany({ where: { userId, ...(except && { id: { not: except } }) } });
}

export const passwordSet = (userId: number, email: string): Change => ({
  entity: 'Account',
  id: userId,
  kind: 'setPassword',
  label: email,
  before: null,
  after: null,
});

/** The person may be among the users already; an account without a password, from `sluice admin create`, is used. */
async function makeAdmin(tx: Transaction, { email, name }: FirstAdmin) {
  const changes: Change[] = [];
  let user = await tx.user.findUnique({ where: { email }, include: { account: true } });
  if (user && !user.enabled) {
    throw new InvalidInput([{ path: ['email'], code: 'USER_DISABLED', params: { email }, words: 'people' }]);
  }
  if (!user) {
    changes.push(...(await createUsers(tx, [userSchema.parse({ email, name })])));
    user = await tx.user.findUniqueOrThrow({ where: { email }, include: { account: true } });
  }
  const { id: userId, account } = user;
  const data = { role: 'admin' } as const;
  await tx.account.upsert({ where: { userId }, create: { userId, ...data }, update: data });
  changes.push({
    entity: 'Account',
    id: userId,
    kind: account ? 'update' : 'create',
    label: email,
    before: account && { role: account.role },
    after: data,
  });
  return { userId, email, changes };
}
