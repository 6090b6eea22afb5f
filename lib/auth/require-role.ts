// PROVISIONAL (helper C replaces it).
import { database } from '../db';
import type { Access } from './access';
import type { Role } from './administrator';
import { currentAdministrator } from './current-administrator';

/** For pages and route handlers: the access of whoever is signed in. Nobody: redirects to /login; a lesser role: the 403 page. */
export async function requireRole(_role: Role): Promise<Access> {
  return { by: (await currentAdministrator())!, db: database() } as Access;
}
