// How portal and command line ask the guard for its live sessions: over loopback, with a key that those who have AUTH_SECRET
// can make.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Env } from '@/lib/env';
import type { SessionView } from './live-sessions';

export const CONTROL_HEADER = 'x-sluice-control';

/** How long the guard may take to answer, in ms. */
const PATIENCE = 2000;

/** The key of the control interface. */
export function controlKey({ authSecret }: Pick<Env, 'authSecret'>): string {
  return createHmac('sha256', authSecret).update('guard control').digest('hex');
}

/** Whether a request has the key, and has not come through Nginx, which has no business there. */
export function mayControl({ headers }: Pick<IncomingMessage, 'headers'>, key: string): boolean {
  const given = Buffer.from(String(headers[CONTROL_HEADER] ?? ''));
  const expected = Buffer.from(key);
  const isKey = given.length === expected.length && timingSafeEqual(given, expected);
  return isKey && headers['x-sluice-secret'] === undefined;
}

/** The guard does not answer, or not as it should. */
export class GuardAway extends Error {
  override name = 'GuardAway';
}

/** All live sessions, those opened first first; throws GuardAway. */
export async function listLiveSessions(env: Pick<Env, 'authSecret' | 'guardPort'>): Promise<SessionView[]> {
  const { status, text } = await askGuard(env, 'GET', '/control/sessions');
  if (status !== 200) throw new GuardAway(`the guard answered ${status}`);
  return (JSON.parse(text) as { sessions: SessionView[] }).sessions;
}

/** Ends one; undefined where there is none of this id (any more). Throws GuardAway. */
export async function disconnectLiveSession(
  env: Pick<Env, 'authSecret' | 'guardPort'>,
  id: string,
  reason: string | null,
): Promise<SessionView | undefined> {
  const path = `/control/sessions/${encodeURIComponent(id)}`;
  const { status, text } = await askGuard(env, 'DELETE', path, JSON.stringify({ reason }));
  if (status === 404) return undefined;
  if (status !== 200) throw new GuardAway(`the guard answered ${status}`);
  return (JSON.parse(text) as { session: SessionView }).session;
}

async function askGuard(
  env: Pick<Env, 'authSecret' | 'guardPort'>,
  method: 'GET' | 'DELETE',
  path: string,
  body?: string,
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`http://127.0.0.1:${env.guardPort}${path}`, {
      ...{ method, body, cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(PATIENCE) },
      headers: { [CONTROL_HEADER]: controlKey(env) },
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new GuardAway('the guard does not answer', { cause: error });
  }
}
