// Puts AccessEvents into the database before the visitor is answered. Visitors who come at the same time share a commit.

import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { findDatabaseProblem } from '@/lib/database-error';
import { log } from '@/lib/log';
import type { AccessEvent } from './access-event';
import { DatabaseWriter, type EventWriter, ThreadWriter } from './event-writer';
import { Spool } from './spool';

export type RecorderOptions = {
  databaseUrl: string;
  /** required: an event that cannot be recorded is an error; best-effort: it goes to the spool. */
  mode: 'required' | 'best-effort';
  spoolPath: string;
  /** How long a visitor may wait for a database that another writer holds, in ms. */
  patience?: number;
  /** Commits come from a thread of their own: where they are many, this one has others to answer. */
  inThread?: boolean;
};

/** The longest that visitors gather for a commit, in ms. A lone visitor does not wait. */
const GATHER = 10;
const MOST_EVENTS_A_COMMIT = 500;
/** How often a database that is away is tried again, in ms. */
const RETRY = 1000;

type Waiting = { event: AccessEvent; resolve: () => void; reject: (error: unknown) => void };

export class AccessRecorder {
  private readonly writer: EventWriter;
  private readonly spool: Spool;
  private readonly patience: number;
  private queue: Waiting[] = [];
  private writing: Promise<void> | undefined;
  /** Events wait in the spool; new ones go behind them. */
  private spooling: boolean;
  private retry: NodeJS.Timeout | undefined;
  private draining: Promise<void> | undefined;
  /** Why the last commit failed; undefined when it did not. */
  problem: unknown;

  constructor(private readonly options: RecorderOptions) {
    const Writer = options.inThread ? ThreadWriter : DatabaseWriter;
    this.writer = new Writer(options.databaseUrl);
    this.spool = new Spool(options.spoolPath);
    this.patience = options.patience ?? 10_000;
    // Also with ACCESS_LOG=required: a former run may have left something to write in.
    this.spooling = this.spool.read().length > 0;
    if (this.spooling) this.retryLater(0);
  }

  /** Resolves when the event is durable: committed, or (best-effort) in the spool. Rejects when it can be neither. */
  record(event: AccessEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.push({ event, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /** How many events wait for their commit. */
  waiting(): number {
    return this.queue.length;
  }

  /** How much waits on disk, in bytes. */
  spoolBytes(): number {
    return this.spool.size();
  }

  /** Writes what is queued and lets go of the database. */
  async close(): Promise<void> {
    await this.writing;
    await this.draining;
    clearTimeout(this.retry);
    await this.writer.close();
  }

  private async writeAll(): Promise<void> {
    while (this.queue.length > 0) {
      await this.gather();
      const batch = this.queue.splice(0, MOST_EVENTS_A_COMMIT);
      const events = batch.map(({ event }) => event);
      try {
        await this.makeDurable(events);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.writing = undefined;
  }

  /** Waits as long as each turn of the event loop brings another visitor: whoever is on the way shares the commit. */
  private async gather(): Promise<void> {
    const until = performance.now() + GATHER;
    for (let seen = 0; seen < this.queue.length && performance.now() < until; ) {
      seen = this.queue.length;
      await nextTurn();
    }
  }

  private async makeDurable(events: AccessEvent[]): Promise<void> {
    if (this.options.mode === 'required') return this.insert(events, this.patience);
    if (!this.spooling) {
      try {
        return await this.insert(events, 250);
      } catch (error) {
        log.error('access log', `the database does not take events, spooling them: ${problemText(error)}`);
        this.spooling = true;
        this.retryLater(RETRY);
      }
    }
    try {
      this.spool.append(events);
    } catch (error) {
      // Neither database nor disk: best effort ends at the operator's own log.
      log.error('access log', `the spool cannot be written: ${problemText(error)}`);
      for (const event of events) log.error('access log', `lost ${JSON.stringify(event)}`);
    }
  }

  /** Writes the events in, trying again while another writer holds the database. The same event is written once. */
  private async insert(events: readonly AccessEvent[], patience: number): Promise<void> {
    const deadline = performance.now() + patience;
    for (let pause = 2; ; pause = Math.min(pause * 2, 50)) {
      try {
        await this.writer.write(events);
        this.problem = undefined;
        return;
      } catch (error) {
        this.problem = error;
        if (findDatabaseProblem(error)?.code !== 'LOCKED' || performance.now() + pause > deadline)
          throw error;
        await sleep(pause);
      }
    }
  }

  /** Writes the spool in while visitors go on adding to it. Nothing can be added between the last look at it and its end. */
  private async drain(): Promise<void> {
    let written = 0;
    for (let waiting = this.spool.read(); waiting.length > written; waiting = this.spool.read()) {
      await this.insert(waiting.slice(written), this.patience);
      written = waiting.length;
    }
    this.spool.clear();
    this.spooling = false;
    log.info('access log', 'the events that waited in the spool are written in');
  }

  private retryLater(delay: number): void {
    this.retry = setTimeout(() => {
      this.draining = this.drain().catch(() => this.retryLater(RETRY));
    }, delay);
    this.retry.unref();
  }
}

function problemText(error: unknown): string {
  return findDatabaseProblem(error)?.detail ?? (error instanceof Error ? error.message : String(error));
}
