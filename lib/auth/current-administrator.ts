import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { log } from '@/lib/log';
import { admit, hasOwnOrigin } from '../admin-gate';
import { database } from '../db';
import { env } from '../env';
import { Refusal } from '../errors';
import { timeZoneFrom } from '../format';
import { localeOf, requestIdOf } from '../landing/request';
import type { Administrator } from './administrator';
import { authDatabase } from './auth-database';
import { cookieName } from './session-cookie';
import { findSession, touchSession } from './sessions';

/**
 * Who is signed in on this request, read from the database; null: nobody, or the request may not see the dashboard. Works in
 * pages, actions and route handlers. Within a page it is read once.
 */
export const currentAdministrator = cache(async (): Promise<Administrator | null> => {
  const given = await headers();
  const admission = admit(given, env());
  if (!admission) return null;
  const jar = await cookies();
  const token = jar.get(cookieName(admission.origin, 'session'))?.value;
  const session = token ? await findSession(database(), token) : null;
  if (!session) return null;
  const { address } = admission;
  // Not waited for: a page does not depend on it.
  touchSession(authDatabase(), session, address).catch((error: unknown) =>
    log.warn('sign-in', `when the session was last seen could not be written: ${error}`),
  );
  return {
    userId: session.userId,
    email: session.account.user.email,
    name: session.account.user.name,
    role: session.account.role,
    sessionId: session.id,
    address,
    requestId: requestIdOf(given, env().proxySecret),
    locale: localeOf(given),
    timeZone: timeZoneFrom(jar.get('sluice_tz')?.value),
  };
});

/** Throws Refusal('ORIGIN') where the request's Origin is not exactly the dashboard's own. */
export async function requireOwnOrigin(): Promise<void> {
  const given = await headers();
  const admission = admit(given, env());
  if (!admission || !hasOwnOrigin(given, admission)) throw new Refusal('ORIGIN');
}
