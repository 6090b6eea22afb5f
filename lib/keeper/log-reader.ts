// Follows Nginx's access log, and writes what Nginx refused itself into the audit log. How far it has come is written in the
// transaction that writes what was read, and the same line is the same event: killed at any moment, it loses and doubles nothing.

import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessEvent } from '@/lib/audit/access-event';
import { eventColumns } from '@/lib/audit/event-writer';
import { readNginxLine, refusalEvent } from '@/lib/audit/nginx-line';
import { RefusalLimit } from '@/lib/audit/refusal-limit';
import { patiently } from '@/lib/auth/auth-database';
import { type Database, openDatabase } from '@/lib/db';
import { insertRows } from '@/lib/insert-rows';
import { log } from '@/lib/log';
import { identityOf, logFiles, openForReading, statOf } from './log-files';

export type LogReaderOptions = {
  databaseUrl: string;
  /** The file that Nginx writes. */
  path: string;
  /** The apps' names by id. */
  slugs: () => ReadonlyMap<number, string>;
};

export type LogReaderCounts = {
  lines: number;
  /** Lines that could not be read. */
  damaged: number;
  /** Refusals written. */
  refusals: number;
  /** Refusals that were too many; see RefusalLimit. */
  leftOut: number;
};

const POSITION = 'nginx access log';
/** How often the file is looked at, in ms. */
const INTERVAL = 500;
/** How much is read, and written, at a time. Longer lines Nginx does not write. */
const PIECE = 256 * 1024;
/** Between pieces, so that visitors' own records come first, in ms. */
const PAUSE = 10;
/** How long a file that was renamed is still read: Nginx's workers change over one by one. In ms. */
const GRACE = 2000;
/** Where nothing was refused, how far the reader has come is written this often, in ms: to read lines again does no harm. */
const POSITION_INTERVAL = 10_000;
const NEWLINE = 10;

export class LogReader {
  readonly counts: LogReaderCounts = { lines: 0, damaged: 0, refusals: 0, leftOut: 0 };
  /** Bytes of the present file that are still to be read. */
  behind = 0;
  private readonly db: Database;
  private readonly limit = new RefusalLimit();
  private handle: FileHandle | undefined;
  /** Of the file that is open; null while it has no whole line. */
  private identity: string | null = null;
  private offset = 0;
  /** Since when the open file is no longer the one that Nginx's path leads to. */
  private leftSince: number | undefined;
  /** What of the position is in the database, and since when. */
  private written = { identity: '', offset: -1, at: 0 };
  private reportedIn: string | null = null;
  private following: Promise<void> | undefined;
  private readonly stopped = new AbortController();

  constructor(private readonly options: LogReaderOptions) {
    // It does not wait inside SQLite, which would hold up the keeper's other jobs; see `patiently`.
    this.db = openDatabase(options.databaseUrl, { busyTimeout: 0 });
  }

  start(): void {
    this.following ??= this.follow();
  }

  /** Ends at the next whole piece. What was read is written. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.following;
    await this.handle?.close();
    await this.db.$disconnect();
  }

  /** Whether what Nginx writes now is being read, and nothing older is left to read. */
  isUpToDate(): boolean {
    return this.handle !== undefined && this.leftSince === undefined && this.behind < PIECE;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopped;
    let reported = '';
    while (!signal.aborted) {
      try {
        await this.look();
        if (reported) log.info('nginx log', 'it can be read in again');
        reported = '';
      } catch (error) {
        const text = String(error).split('\n').at(-1) ?? '';
        if (text !== reported)
          log.error('nginx log', `it cannot be read in, tried again until it can: ${text}`);
        reported = text;
      }
      // Rejects when it is told to stop, which is an end like another.
      await sleep(INTERVAL, undefined, { signal, ref: false }).catch(() => {});
    }
    await this.writePosition([]).catch((error: unknown) =>
      log.warn(
        'nginx log',
        `how far it was read could not be written; some of it will be read again: ${error}`,
      ),
    );
  }

  /** Reads what there is. */
  async look(): Promise<void> {
    for (;;) {
      this.handle ??= await this.openWhereItWas();
      if (!this.handle) return;
      if (await this.isCutOff(this.handle)) {
        await this.handle.close();
        this.handle = await this.openCopy();
        if (!this.handle) return;
      }
      const isMore = await this.readPiece(this.handle);
      if (!isMore && !(await this.changeOver(this.handle))) break;
      if (this.stopped.signal.aborted) return;
      await sleep(PAUSE);
    }
    if (Date.now() - this.written.at > POSITION_INTERVAL) await this.writePosition([]);
  }

  /** The file that was read last, wherever it has gone since; where it is gone for good, everything there is came after it. */
  private async openWhereItWas(): Promise<FileHandle | undefined> {
    const files = await logFiles(this.options.path);
    const position = await this.db.logPosition.findUnique({ where: { name: POSITION } });
    const known = position && files.findLast(({ identity }) => identity === position.file);
    const file = known ?? files[0];
    if (!file) return undefined;
    this.identity = file.identity;
    this.offset = known ? Number(position.offset) : 0;
    return openForReading(file.path);
  }

  /** Whether the open file has been emptied, and maybe filled anew, under the reader. */
  private async isCutOff(handle: FileHandle): Promise<boolean> {
    if ((await handle.stat()).size < this.offset) return true;
    return this.identity !== null && (await identityOf(handle)) !== this.identity;
  }

  /** After copytruncate: the copy, to be finished; where none was made, what was not read is lost, and the file begins anew. */
  private async openCopy(): Promise<FileHandle | undefined> {
    const { path } = this.options;
    const copy = (await logFiles(path)).findLast(({ identity }) => identity === this.identity);
    if (copy) return openForReading(copy.path);
    this.beginFile();
    return openForReading(path);
  }

  private beginFile(): void {
    this.identity = null;
    this.offset = 0;
    this.leftSince = undefined;
  }

  /** Goes on to the next file where this one is finished and has been left by Nginx; returns whether there is more to read. */
  private async changeOver(handle: FileHandle): Promise<boolean> {
    const { path } = this.options;
    const [own, current] = [await handle.stat(), await statOf(path)];
    if (!current || (current.ino === own.ino && current.dev === own.dev)) {
      this.leftSince = undefined;
      return false;
    }
    this.leftSince ??= Date.now();
    if (Date.now() - this.leftSince < GRACE) return false;
    if (own.size > this.offset) this.countDamaged(1);
    const files = await logFiles(path);
    const place = files.findIndex(({ identity }) => identity !== null && identity === this.identity);
    await handle.close();
    this.handle = undefined;
    const next = files[place === -1 ? files.length - 1 : place + 1];
    this.beginFile();
    this.handle = next && (await openForReading(next.path));
    return this.handle !== undefined;
  }

  /** Reads and writes the next whole lines; returns whether there were any. */
  private async readPiece(handle: FileHandle): Promise<boolean> {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE, this.offset);
    const piece = buffer.subarray(0, bytesRead);
    const end = piece.lastIndexOf(NEWLINE) + 1;
    if (end === 0 && bytesRead < PIECE) return false;
    this.identity ??= await identityOf(handle);
    const counts = { lines: 0, damaged: 0, leftOut: 0 };
    const events = new Map<string, AccessEvent>();
    // A line longer than a piece is none of Nginx's; it is passed over piece by piece.
    if (end === 0) counts.damaged++;
    for (const line of piece
      .subarray(0, Math.max(0, end - 1))
      .toString('utf8')
      .split('\n')) {
      if (line === '') continue;
      counts.lines++;
      const read = readNginxLine(line);
      if (!read) counts.damaged++;
      const event = read && refusalEvent(read, this.options.slugs());
      if (!event) continue;
      if (this.limit.allows(event)) events.set(event.id, event);
      else counts.leftOut++;
    }
    const reached = this.offset;
    this.offset += end || bytesRead;
    try {
      if (events.size > 0) this.counts.refusals += await this.writePosition([...events.values()]);
    } catch (error) {
      this.offset = reached;
      throw error;
    }
    this.counts.lines += counts.lines;
    this.counts.leftOut += counts.leftOut;
    if (counts.damaged > 0) this.countDamaged(counts.damaged);
    this.behind = (await handle.stat()).size - this.offset;
    return true;
  }

  /** Writes events and how far the reader has come, both or neither; returns how many events were new. */
  private async writePosition(events: readonly AccessEvent[]): Promise<number> {
    const { identity, offset } = this;
    // A file without a whole line has nothing to be known by; the one before it stays the last that was read, to its end.
    if (identity === null) return 0;
    if (events.length === 0 && identity === this.written.identity && offset === this.written.offset) return 0;
    const position = { file: identity, offset: BigInt(offset) };
    const added = await patiently(() =>
      this.db.$transaction(async (tx) => {
        const count = await insertRows(tx, 'AccessEvent', eventColumns, events, {
          onConflictDoNothing: true,
        });
        await tx.logPosition.upsert({
          where: { name: POSITION },
          create: { name: POSITION, ...position },
          update: position,
        });
        return count;
      }),
    );
    this.written = { identity, offset, at: Date.now() };
    return added;
  }

  private countDamaged(count: number): void {
    this.counts.damaged += count;
    if (this.reportedIn === this.identity) return;
    this.reportedIn = this.identity;
    log.warn('nginx log', 'lines of it are damaged and left out; was the disk full?', {
      file: this.options.path,
      before: this.offset,
    });
  }
}
