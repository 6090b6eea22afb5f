// PROVISIONAL (helper C replaces it).
import type { Change } from '../audit/change';
import type { Transaction } from '../db';
import type { Administrator } from './administrator';

/**
 * Looks at what a mutation changed: throws Refusal('ACCOUNT_NEEDS_ADMIN') where a lesser role changed the email of, disabled or
 * deleted a user who can sign in, and Refusal('LAST_ADMIN') where no administrator who can sign in would be left.
 */
export async function guardAccounts(
  _tx: Transaction,
  _changes: readonly Change[],
  _by: Administrator,
): Promise<void> {}
