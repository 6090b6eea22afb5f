// Which copies of the apps can be used: what the keeper has found out, and what the guard has just met with itself.

import { setTimeout as sleep } from 'node:timers/promises';
import { upstreamsOf } from '@/lib/apps/upstreams';
import { type Database, openDatabase } from '@/lib/db';
import type { RuleApp } from '@/lib/routing/rules';
import { copiesInOrder } from './copies';

/** How often the keeper's findings are read, in ms. */
const POLL = 1000;
/** How long a copy that refused a connection is left out, in ms. */
const REFUSED = 5000;

export class AppCopies {
  private readonly db: Database;
  private down: ReadonlySet<string> = new Set();
  private readonly refusedUntil = new Map<string, number>();
  private following: Promise<void> | undefined;
  private stopped = false;

  constructor(databaseUrl: string) {
    this.db = openDatabase(databaseUrl);
  }

  /** The app's copies in the order in which the address should try them: the one that it is connected to comes first. */
  inOrder(
    app: RuleApp,
    address: string,
    sessions: { copyOf: (appId: number, address: string) => number | undefined },
  ): { index: number; place: string }[] {
    const places = upstreamsOf(app);
    const order = copiesInOrder(address, places, this.avoided(app, places));
    const connected = places.length > 1 ? sessions.copyOf(app.id, address) : undefined;
    if (connected !== undefined && connected < places.length)
      order.unshift(...order.splice(order.indexOf(connected), 1));
    return order.map((index) => ({ index, place: places[index]! }));
  }

  /** Leaves a copy out for a while: it did not take a connection. */
  markRefused(place: string): void {
    this.refusedUntil.set(place, performance.now() + REFUSED);
  }

  start(): void {
    this.following ??= this.follow();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.following;
    await this.db.$disconnect();
  }

  private avoided(app: RuleApp, places: readonly string[]): ReadonlySet<string> {
    if (places.length === 1 || (this.down.size === 0 && this.refusedUntil.size === 0)) return NONE;
    const now = performance.now();
    return new Set(
      places.filter(
        (place) => this.down.has(`${app.id} ${place}`) || (this.refusedUntil.get(place) ?? 0) > now,
      ),
    );
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        const rows = await this.db.appHealth.findMany({ where: { state: 'down' } });
        this.down = new Set(rows.map(({ appId, upstream }) => `${appId} ${upstream}`));
      } catch {
        // Health only orders the copies; that the database is away is said, and acted on, where the rules are read.
      }
      await sleep(POLL, undefined, { ref: false });
    }
  }
}

const NONE: ReadonlySet<string> = new Set();
