// Apps that nobody can use at the moment, because every copy of them is down.

import type { Database } from '../db';

export type AppDown = {
  readonly id: number;
  readonly name: string;
  /** When the last of its copies went down, in ms since 1970. */
  readonly since: number;
};

/** The enabled apps of which every copy that was asked is down, those that went down last first. */
export async function appsDown(db: Database): Promise<AppDown[]> {
  const copies = await db.appHealth.findMany({ select: { appId: true, state: true, since: true } });
  const since = new Map<number, number>();
  for (const { appId, since: at } of copies) since.set(appId, Math.max(since.get(appId) ?? 0, at.getTime()));
  for (const { appId, state } of copies) if (state === 'up') since.delete(appId);
  const apps = await db.app.findMany({
    where: { id: { in: [...since.keys()] }, enabled: true },
    select: { id: true, name: true },
  });
  return apps
    .map(({ id, name }) => ({ id, name, since: since.get(id) ?? 0 }))
    .sort((a, b) => b.since - a.since || a.id - b.id);
}
