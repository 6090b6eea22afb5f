// Stub until lib/auth is written: the signatures are the contract.
import type { Access } from './access';
import type { Role } from './administrator';

/** For pages and route handlers: the access of whoever is signed in. Nobody: redirects to /login; a lesser role: the 403 page. */
export async function requireRole(_role: Role): Promise<Access> {
  throw new Error('not built');
}
