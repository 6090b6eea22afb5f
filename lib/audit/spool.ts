// A file in which AccessEvents wait while the database is away (ACCESS_LOG=best-effort): one JSON line each, on disk before
// the visitor is answered.

import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { log } from '@/lib/log';
import { type AccessEvent, eventFromJson } from './access-event';

export class Spool {
  private file: number | undefined;
  /** Lines that are no events, and have been told of. */
  private readonly told = new Set<string>();

  constructor(private readonly path: string) {}

  /** Adds the events, in order; returns when they are on disk. Throws when they cannot be put there. */
  append(events: readonly AccessEvent[]): void {
    if (this.file === undefined) {
      mkdirSync(dirname(this.path), { recursive: true });
      this.file = openSync(this.path, 'a', 0o600);
    }
    // A line that a crash cut off gets its end here, so that the next one does not run into it.
    writeSync(this.file, `\n${events.map((event) => `${JSON.stringify(event)}\n`).join('')}`);
    fdatasyncSync(this.file);
  }

  /** What waits, in bytes. */
  size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /**
   * The events that wait, in order. What is not one goes to the log: a line that a crash cut off, whose visitor was never
   * answered, or one that the disk damaged.
   */
  read(): AccessEvent[] {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    // By id: the log refuses an event that comes twice in one statement.
    const events = new Map<string, AccessEvent>();
    for (const line of text.split('\n')) {
      if (line === '') continue;
      try {
        const event = eventFromJson(line);
        events.set(event.id, event);
      } catch {
        this.tellOnce(line);
      }
    }
    return [...events.values()];
  }

  private tellOnce(line: string): void {
    if (this.told.has(line)) return;
    this.told.add(line);
    log.error('access log', `a line of the spool is no event and is left out: ${line.slice(0, 1000)}`);
  }

  /** Forgets what waited; called once all of it is in the database. */
  clear(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    rmSync(this.path, { force: true });
  }
}
