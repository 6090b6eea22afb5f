// Which apps are known to be down, as the keeper has written it. A copy in memory, a second old at most.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/lib/db';

/** How often the rows are read, in ms. */
const POLL = 1000;

export type CopyHealth = {
  readonly appId: number;
  /** host:port */
  readonly upstream: string;
  readonly state: 'up' | 'down';
  readonly since: Date;
  readonly checkedAt: Date;
  readonly detail: string;
};

export class HealthFollower {
  private copies: readonly CopyHealth[] = [];
  private down: ReadonlySet<number> = new Set();
  private following: Promise<void> | undefined;
  private stopped = false;
  /** Why the rows could not be read the last time; undefined when they could. */
  problem: unknown;

  constructor(private readonly db: Database) {}

  /** The ids of the apps of which every copy is down. */
  downApps(): ReadonlySet<number> {
    return this.down;
  }

  copiesOf(appId: number): CopyHealth[] {
    return this.copies.filter((copy) => copy.appId === appId);
  }

  async refresh(): Promise<void> {
    this.copies = await this.db.appHealth.findMany({ orderBy: [{ appId: 'asc' }, { upstream: 'asc' }] });
    const down = new Set(this.copies.map(({ appId }) => appId));
    for (const { appId, state } of this.copies) if (state === 'up') down.delete(appId);
    this.down = down;
    this.problem = undefined;
  }

  start(): void {
    this.following ??= (async () => {
      while (!this.stopped) {
        // A database that is away is told by those who read the rules from it; the last known state stays.
        await this.refresh().catch((error: unknown) => {
          this.problem = error;
        });
        await sleep(POLL, undefined, { ref: false });
      }
    })();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.following;
  }
}
