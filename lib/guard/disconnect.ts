// Ending somebody's live session: an administrator's act, on record as one.

import { z } from 'zod';
import type { Mutation } from '../admin-action';
import type { Change } from '../audit/change';
import { type Env, env } from '../env';
import { Refusal } from '../errors';
import { disconnectLiveSession, GuardAway } from './control';

const input = z.object({ id: z.uuid() });

export const DisconnectLiveSession: Mutation<typeof input> = {
  role: 'editor',
  input,
  async write(_tx, { id }, by) {
    try {
      const changes = await disconnect(env(), id, by.email);
      if (changes.length === 0) throw new Refusal('NOT_FOUND');
      return changes;
    } catch (error) {
      if (error instanceof GuardAway) throw new Refusal('GUARD_AWAY');
      throw error;
    }
  },
};

/**
 * Ends the session, and returns what is to be recorded; nothing where there is no such session. Called inside the
 * transaction that records it: where that is not possible nothing is ended. Throws GuardAway.
 */
export async function disconnect(
  config: Pick<Env, 'authSecret' | 'guardPort'>,
  id: string,
  by: string,
): Promise<Change[]> {
  const session = await disconnectLiveSession(config, id, by);
  if (!session) return [];
  const { address, appSlug, userEmail, openedAt } = session;
  return [
    {
      entity: 'LiveSession',
      id: null,
      kind: 'disconnect',
      label: `${appSlug} ${address}`,
      before: { app: appSlug, address, user: userEmail, from: new Date(openedAt).toISOString() },
      after: null,
    },
  ];
}
