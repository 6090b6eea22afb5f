// The rules as the guard may use them: those of a database that answers. Rules that nobody can change any more let nobody in.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Landing } from '@/lib/routing/rules';
import type { RuleTable } from '@/lib/routing/table';
import { RuleTableFollower } from '@/lib/rule-table';

/** How long rules hold after the database last answered, in ms. */
const HOLD = 3000;
/** How often the database is asked whether it is there, in ms; also while many rules are being read. */
const POLL = 500;

export class RuleWatch {
  private readonly follower: RuleTableFollower;
  private readAt = Number.NEGATIVE_INFINITY;
  private watching: Promise<void> | undefined;
  private stopped = false;

  constructor(databaseUrl: string, defaultLanding: Landing) {
    this.follower = new RuleTableFollower(databaseUrl, defaultLanding);
  }

  /** The rules; undefined where there are none yet, or the database has been away for more than three seconds. */
  table(): RuleTable | undefined {
    return this.silence() <= HOLD ? this.latest() : undefined;
  }

  /** The last rules that could be read, however old they are. */
  latest(): RuleTable | undefined {
    return this.follower.current()?.table;
  }

  /** How long the database has not answered, in ms. */
  silence(): number {
    return performance.now() - this.readAt;
  }

  start(): void {
    this.follower.start();
    this.watching ??= this.watch();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.watching;
    await this.follower.stop();
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.follower.ping();
        // It may answer and still not let the rules be read.
        if (this.follower.problem === undefined) this.readAt = performance.now();
      } catch {
        // The follower, which asks more often, has said so.
      }
      await sleep(this.latest() ? POLL : 50, undefined, { ref: false });
    }
  }
}
