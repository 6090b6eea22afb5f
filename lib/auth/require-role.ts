import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import { PATH_HEADER } from '../admin-gate';
import { database } from '../db';
import type { Access } from './access';
import { mayAct, type Role } from './administrator';
import { currentAdministrator } from './current-administrator';
import { requireDashboard } from './require-dashboard';

/**
 * For pages and route handlers: the access of whoever is signed in. Nobody: redirects to /login; a lesser role: the 403 page;
 * where there shall seem to be no dashboard: the 404 page.
 */
export async function requireRole(role: Role): Promise<Access> {
  const by = await currentAdministrator();
  if (!by) {
    await requireDashboard();
    redirect(loginPath((await headers()).get(PATH_HEADER)));
  }
  if (!mayAct(by.role, role)) {
    missingRole().role = role;
    forbidden();
  }
  return { by, db: database() } as Access;
}

/** What the 403 page has to tell: the role that this request would have needed. */
export const missingRole = cache((): { role: Role } => ({ role: 'admin' }));

/** The sign-in page, which leads back to where somebody wanted to go. */
const loginPath = (path: string | null) =>
  path && path !== '/admin' ? `/login?from=${encodeURIComponent(path)}` : '/login';
