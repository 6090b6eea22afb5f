// The last changes, told shortly: what one request did to many objects of a kind is one line.

import type { ChangeKind } from '../audit/change';
import type { Database } from '../db';

export type LastChange = {
  /** Of the newest event of the line. */
  readonly id: number;
  /** In ms since 1970. */
  readonly at: number;
  readonly actor: string;
  readonly kind: ChangeKind;
  readonly entity: string;
  readonly label: string;
  /** How many objects; of a large import, those of the events that were looked at. */
  readonly count: number;
};

const EVENTS_LOOKED_AT = 400;

/** What changes nothing is left to the log: who signed in, who took a copy. */
const changing: readonly ChangeKind[] = ['create', 'update', 'delete', 'import', 'retention', 'setPassword'];

export async function lastChanges(db: Database, most = 7): Promise<LastChange[]> {
  const events = await db.changeEvent.findMany({
    orderBy: { id: 'desc' },
    take: EVENTS_LOOKED_AT,
    select: { id: true, at: true, actor: true, kind: true, entity: true, label: true, requestId: true },
  });
  const lines = new Map<string, LastChange>();
  for (const { requestId, at, ...event } of events) {
    if (!changing.includes(event.kind)) continue;
    // The events of one transaction have the same moment.
    const key = JSON.stringify([event.actor, event.kind, event.entity, requestId, at.getTime()]);
    const line = lines.get(key);
    if (line) lines.set(key, { ...line, count: line.count + 1 });
    else lines.set(key, { ...event, at: at.getTime(), count: 1 });
  }
  return [...lines.values()].slice(0, most);
}
