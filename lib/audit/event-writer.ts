// How AccessEvents get into the database: from this thread, or from one of its own.

import { type Database, openDatabase } from '@/lib/db';
import { insertRows } from '@/lib/insert-rows';
import { programThread, type Thread } from '@/lib/thread';
import type { AccessEvent } from './access-event';

/** The columns of an event, as they are written. */
export const eventColumns = [
  ...(['id', 'at', 'address', 'addressKey', 'outcome', 'reason', 'rangeId', 'rangeLabel'] as const),
  ...([
    'userId',
    'userEmail',
    'appId',
    'appSlug',
    'target',
    'host',
    'path',
    'userAgent',
    'requestId',
  ] as const),
  ...(['sessionId', 'bytesIn', 'bytesOut', 'duration'] as const),
];

export interface EventWriter {
  /** Resolves when the events are committed, all or none. An event that is there already is left as it is. */
  write(events: readonly AccessEvent[]): Promise<void>;
  close(): Promise<void>;
}

export class DatabaseWriter implements EventWriter {
  private readonly db: Database;

  /** A connection of its own (see openDatabase), which does not block this thread while another writer holds the file. */
  constructor(databaseUrl: string) {
    this.db = openDatabase(databaseUrl, { busyTimeout: 0, statementTimeout: 5000 });
  }

  async write(events: readonly AccessEvent[]): Promise<void> {
    await insertRows(this.db, 'AccessEvent', eventColumns, events, { onConflictDoNothing: true });
  }

  close(): Promise<void> {
    return this.db.$disconnect();
  }
}

/** Where SQLite waits for the disk, visitors who come meanwhile do not. */
export class ThreadWriter implements EventWriter {
  private readonly thread: Thread<readonly AccessEvent[], void>;

  constructor(databaseUrl: string) {
    this.thread = programThread('recording', 'recording-thread', { databaseUrl });
    this.thread.warm();
  }

  write(events: readonly AccessEvent[]): Promise<void> {
    return this.thread.ask(events);
  }

  close(): Promise<void> {
    return this.thread.close();
  }
}
