// Who may sign in to the dashboard, and as what. Each function returns the Changes it made, for the dashboard's actions and the
// command line alike.

import type { Change } from '../audit/change';
import type { Transaction } from '../db';
import { InvalidInput, Refusal } from '../errors';
import { createUsers } from '../users/mutations';
import { userSchema } from '../users/schema';
import type { Role } from './administrator';
import { linkIssued, storeLink } from './sign-in-links';

/** Whose account `changes` are of; the Account's id is the user's. */
export const accountIdOf = (changes: readonly Change[]) =>
  changes.find(({ entity }) => entity === 'Account')?.id ?? null;

/** Lets a user sign in, making the user where the email is new. Throws InvalidInput where they may already. */
export async function giveRole(
  tx: Transaction,
  { email, name, role }: { email: string; name: string; role: Role },
): Promise<Change[]> {
  const wrong = (field: string, code: 'ALREADY' | 'NAME_NEEDED' | 'USER_DISABLED') =>
    new InvalidInput([{ path: [field], code, params: { email }, words: 'people' }]);
  const user = await tx.user.findUnique({ where: { email }, include: { account: true } });
  if (user?.account) throw wrong('email', 'ALREADY');
  if (user && !user.enabled) throw wrong('email', 'USER_DISABLED');
  if (!user && name === '') throw wrong('name', 'NAME_NEEDED');
  const created = user ? [] : await createUsers(tx, [userSchema.parse({ email, name })]);
  const userId = user?.id ?? created[0]!.id!;
  await tx.account.create({ data: { userId, role } });
  const given: Change = {
    entity: 'Account',
    id: userId,
    kind: 'create',
    label: email,
    before: null,
    after: { role },
  };
  return [given, ...created];
}

export async function changeRole(
  tx: Transaction,
  { userId, role }: { userId: number; role: Role },
): Promise<Change[]> {
  const { email, role: former } = await getAccount(tx, userId);
  if (role === former) return [];
  await tx.account.update({ where: { userId }, data: { role } });
  return [
    {
      entity: 'Account',
      id: userId,
      kind: 'update',
      label: email,
      before: { role: former },
      after: { role },
    },
  ];
}

/** The user stays; sessions, password and links go. */
export async function takeRole(tx: Transaction, userId: number): Promise<Change[]> {
  const { email, role } = await getAccount(tx, userId);
  await tx.account.delete({ where: { userId } });
  await tx.signInLink.deleteMany({ where: { userId } });
  return [{ entity: 'Account', id: userId, kind: 'delete', label: email, before: { role }, after: null }];
}

/** A new link to set a password; the password in use stays good until then. `hash`: of the link's token. */
export async function issueLink(tx: Transaction, userId: number, hash: string): Promise<Change[]> {
  const { email } = await getAccount(tx, userId);
  await storeLink(tx, hash, userId);
  return [linkIssued(userId, email)];
}

async function getAccount(tx: Transaction, userId: number) {
  const account = await tx.account.findUnique({
    where: { userId },
    select: { role: true, user: { select: { email: true } } },
  });
  if (!account) throw new Refusal('NOT_FOUND');
  return { role: account.role, email: account.user.email };
}
