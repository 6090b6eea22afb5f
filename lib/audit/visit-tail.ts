// Tells whoever listens of each visit as it is written. One look at the database serves all listeners of the process, and
// without listeners there is none.
//
// A visit's id is older than its commit by as long as the commit took, and visitors on several portals share no clock, so each
// look goes back some seconds and passes over what it has seen: a late visit is told when it is found, out of order. What
// waited in the spool for longer is not news any more: it is in the list, at its time.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/lib/db';
import { database } from '@/lib/db';
import { log } from '@/lib/log';
import { searchLog } from './log-search';
import { idAt } from './visit-filter';
import { readVisits, type Visit } from './visits';

export type VisitListener = {
  /** Oldest first. `missed`: there were more than can be followed. */
  readonly onVisits: (visits: readonly Visit[], missed: boolean) => void;
};

/** How often the log is looked at, in ms. */
const POLL = 500;
/** How far back a look goes, in ms. */
const OVERLAP = 5000;
/** Most visits of a look: reading more would hold up visitors, and nobody reads them. */
const MOST_VISITS = 500;
const MOST_IDS = 5000;

export class VisitTail {
  private readonly listeners = new Set<VisitListener>();
  private seen = new Set<string>();
  private polling: Promise<void> | undefined;
  /** Ids of visits before somebody listened are not news. */
  private begun = false;

  constructor(private readonly db: Database) {}

  /** Listens until the returned function is called. */
  listen(listener: VisitListener): () => void {
    this.listeners.add(listener);
    this.polling ??= this.poll();
    return () => this.listeners.delete(listener);
  }

  private async poll(): Promise<void> {
    let reported = '';
    while (this.listeners.size > 0) {
      try {
        await this.look();
        reported = '';
      } catch (error) {
        const text = String(error).split('\n').at(-1) ?? '';
        if (text !== reported) log.error('visits', `new ones cannot be read: ${text}`);
        reported = text;
      }
      await sleep(POLL, undefined, { ref: false });
    }
    this.polling = undefined;
    this.begun = false;
    this.seen.clear();
    // Somebody may have come in the meantime.
    if (this.listeners.size > 0) this.polling = this.poll();
  }

  private async look(): Promise<void> {
    const from = idAt(Date.now() - OVERLAP);
    const query = { table: 'AccessEvent', streams: [], from, until: null } as const;
    const { ids } = await searchLog<string>(
      this.db,
      query,
      { towards: 'older', id: null },
      { limit: MOST_IDS, patience: 0 },
    );
    const fresh = ids.filter((id) => !this.seen.has(id));
    this.seen = new Set(ids);
    const news = this.begun;
    this.begun = true;
    if (!news || fresh.length === 0) return;
    const visits = (await readVisits(this.db, fresh.slice(0, MOST_VISITS))).reverse();
    const missed = fresh.length > MOST_VISITS || ids.length === MOST_IDS;
    for (const { onVisits } of this.listeners) onVisits(visits, missed);
  }
}

const shared = globalThis as { sluiceVisitTail?: VisitTail };

/** This process's tail; shared by Next's bundles. */
export function visitTail(): VisitTail {
  shared.sluiceVisitTail ??= new VisitTail(database());
  return shared.sluiceVisitTail;
}
