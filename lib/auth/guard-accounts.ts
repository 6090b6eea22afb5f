// Edits of users that are edits of accounts as well: whoever can take over, shut out or delete an administrator is one.

import type { Change } from '../audit/change';
import { type Database, database, type Transaction } from '../db';
import { Refusal } from '../errors';
import type { Administrator } from './administrator';
import { countAdmins } from './sign-in-links';

/**
 * Looks at what a mutation changed: throws Refusal('ACCOUNT_NEEDS_ADMIN') where a lesser role changed the email of, disabled,
 * enabled or deleted a user who can sign in, Refusal('OWN_ACCOUNT') where somebody disabled or deleted themselves, and
 * Refusal('LAST_ADMIN') where no administrator who can sign in would be left.
 *
 * @param committed the database as it is outside of the transaction: with a deleted user the account is gone
 */
export async function guardAccounts(
  tx: Transaction,
  changes: readonly Change[],
  by: Administrator,
  committed: Database = database(),
): Promise<void> {
  const touching = changes.filter(touchesAccount);
  if (touching.length === 0) return;
  const accounts = new Map(
    (await committed.account.findMany({ select: { userId: true, role: true } })).map((account) => [
      account.userId,
      account.role,
    ]),
  );
  for (const { entity, id, label, before, after } of touching) {
    if (id === null || !accounts.has(id)) continue;
    if (entity === 'User' && by.role !== 'admin') {
      throw new Refusal('ACCOUNT_NEEDS_ADMIN', { email: String(before?.email ?? label) });
    }
    if (entity === 'User' && id === by.userId && after?.enabled !== true) throw new Refusal('OWN_ACCOUNT');
  }
  const lost = touching.find(({ id }) => id !== null && accounts.get(id) === 'admin');
  if (lost && (await countAdmins(tx)) === 0 && (await countAdmins(committed)) > 0) {
    throw new Refusal('LAST_ADMIN', { email: String(lost.before?.email ?? lost.label) });
  }
}

function touchesAccount({ entity, kind, before, after }: Change): boolean {
  if (entity === 'Account') return kind === 'update' || kind === 'delete';
  if (entity !== 'User') return false;
  return kind === 'delete' || before?.email !== after?.email || before?.enabled !== after?.enabled;
}
