// Asks every copy of every app for its health, again and again, and writes down what it is (AppHealth) and when it turned
// (HealthEvent). Portals and guard read it there.

import { setTimeout as sleep } from 'node:timers/promises';
import { checkHealth, type Health, placesOf } from '@/lib/apps/health-check';
import { readHealthSettings } from '@/lib/apps/health-settings';
import type { Database } from '@/lib/db';
import { log } from '@/lib/log';
import type { RuleApp } from '@/lib/routing/rules';
import type { KeeperJob } from './keeper';

/** How often is looked whom to ask next, in ms. */
const TICK = 200;
/** So many are asked at a time: hundreds of apps do not make a burst. */
const AT_ONCE = 32;
/** How often `checkedAt` is written, in ms: whoever reads it can tell that the keeper is at work. */
export const CHECKED_EVERY = 30_000;
const KEEP_EVENTS = 90 * 86_400_000;
const PRUNE_EVERY = 3_600_000;

/** A place where an app listens. */
type Copy = {
  appId: number;
  upstream: string;
  /** Undefined until it has been asked. */
  state: 'up' | 'down' | undefined;
  since: number;
  detail: string;
  /** Answers in a row that say otherwise than `state`. */
  against: number;
  /** When it is asked next, in ms since 1970. */
  nextAt: number;
};

export class HealthChecks implements KeeperJob {
  private readonly copies = new Map<string, Copy>();
  private working: Promise<void> | undefined;
  private stopped = false;
  private checkedAt = 0;
  private prunedAt = 0;

  constructor(
    private readonly db: Database,
    private readonly apps: () => Iterable<RuleApp> | undefined,
  ) {}

  start(): this {
    this.working ??= (async () => {
      let reported = '';
      while (!this.stopped) {
        try {
          await this.round();
          reported = '';
        } catch (error) {
          const text = String(error).split('\n').at(-1) ?? '';
          if (text !== reported) log.error('health', `what was found cannot be written down: ${text}`);
          reported = text;
        }
        await sleep(TICK, undefined, { ref: false });
      }
    })();
    return this;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.working;
  }

  /** Asks those whose turn it is, and writes down what has changed. */
  async round(now = Date.now()): Promise<void> {
    const apps = this.apps();
    // Before the rules are known nobody is gone.
    if (!apps) return;
    if (this.checkedAt === 0) await this.readEarlier();
    const wanted = new Map<string, RuleApp>();
    for (const app of apps) {
      if (app.enabled) for (const place of placesOf(app)) wanted.set(keyOf(app.id, place), app);
    }
    await this.forget(wanted);
    const due = [...wanted].filter(([key]) => (this.copies.get(key)?.nextAt ?? 0) <= now);
    if (due.length > 0) await this.ask(due, now);
    await this.sayAtWork(now);
  }

  private async ask(due: readonly (readonly [key: string, app: RuleApp])[], now: number): Promise<void> {
    const { interval, timeout, rise, fall } = await readHealthSettings(this.db);
    for (let i = 0; i < due.length && !this.stopped; i += AT_ONCE) {
      const some = due.slice(i, i + AT_ONCE);
      const answers = await Promise.all(
        some.map(([key, app]) => checkHealth(app, placeOf(key), timeout * 1000)),
      );
      const turned = some.flatMap(([key, { id }], j) => {
        const copy = this.copies.get(key) ?? unknownCopy(id, placeOf(key));
        this.copies.set(key, copy);
        copy.nextAt = now + interval * 1000;
        return hasTurned(copy, answers[j]!, { rise, fall }) ? [copy] : [];
      });
      await this.write(turned);
    }
  }

  /** What the keeper before this one knew. */
  private async readEarlier(): Promise<void> {
    for (const { appId, upstream, state, since, detail } of await this.db.appHealth.findMany()) {
      const copy = { ...unknownCopy(appId, upstream), state, since: since.getTime(), detail };
      this.copies.set(keyOf(appId, upstream), copy);
    }
  }

  private async forget(wanted: ReadonlyMap<string, unknown>): Promise<void> {
    for (const [key, { appId, upstream }] of this.copies) {
      if (wanted.has(key)) continue;
      await this.db.appHealth.deleteMany({ where: { appId, upstream } });
      this.copies.delete(key);
    }
  }

  private async write(turned: readonly Copy[]): Promise<void> {
    if (turned.length === 0) return;
    const at = new Date();
    try {
      await this.db.$transaction(async (tx) => {
        for (const { appId, upstream, state, detail } of turned) {
          if (!state) continue;
          const row = { state, detail, since: at, checkedAt: at };
          await tx.appHealth.upsert({
            where: { appId_upstream: { appId, upstream } },
            create: { appId, upstream, ...row },
            update: row,
          });
          await tx.healthEvent.create({ data: { at, appId, upstream, state, detail } });
        }
      });
    } catch (error) {
      // Not written: found out again at the next round.
      for (const copy of turned) this.copies.delete(keyOf(copy.appId, copy.upstream));
      throw error;
    }
    for (const copy of turned) copy.since = at.getTime();
  }

  private async sayAtWork(now: number): Promise<void> {
    if (now - this.checkedAt >= CHECKED_EVERY) {
      await this.db.appHealth.updateMany({ data: { checkedAt: new Date(now) } });
      this.checkedAt = now;
    }
    if (now - this.prunedAt >= PRUNE_EVERY) {
      await this.db.healthEvent.deleteMany({ where: { at: { lt: new Date(now - KEEP_EVENTS) } } });
      this.prunedAt = now;
    }
  }
}

const keyOf = (appId: number, upstream: string) => `${appId} ${upstream}`;
const placeOf = (key: string) => key.slice(key.indexOf(' ') + 1);

const unknownCopy = (appId: number, upstream: string): Copy => ({
  ...{ appId, upstream, state: undefined, since: 0, detail: '' },
  ...{ against: 0, nextAt: 0 },
});

/** Takes an answer in; whether the copy's state has become another one by it. */
function hasTurned(
  copy: Copy,
  { state, detail }: Health,
  { rise, fall }: { rise: number; fall: number },
): boolean {
  if (state === 'unknown' || state === copy.state) {
    copy.against = 0;
    return false;
  }
  copy.against += 1;
  const enough = copy.state === undefined ? 1 : state === 'up' ? rise : fall;
  if (copy.against < enough) return false;
  Object.assign(copy, { state, detail, against: 0 });
  return true;
}
