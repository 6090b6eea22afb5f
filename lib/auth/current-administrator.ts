// Stub until lib/auth is written: the signatures are the contract.
import type { Administrator } from './administrator';

/** Who is signed in on this request, read from the database; null: nobody. Works in pages, actions and route handlers. */
export async function currentAdministrator(): Promise<Administrator | null> {
  throw new Error('not built');
}

/** Throws Refusal('ORIGIN') where the request's Origin is not exactly the dashboard's own. */
export async function requireOwnOrigin(): Promise<void> {
  throw new Error('not built');
}
