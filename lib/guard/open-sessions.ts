// What is open, on disk: the file of a session is there from before its opening is recorded until its end is. What a new guard finds
// has ended with one that could not say so any more.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { type AccessEvent, eventFromJson } from '@/lib/audit/access-event';
import { errorText, log } from '@/lib/log';

export class OpenSessions {
  constructor(private readonly folder: string) {
    this.try(() => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  }

  /** `events`: the opening and, once it has ended, the end. Never throws: who may come in does not hang on it. */
  note(sessionId: string, ...events: readonly AccessEvent[]): void {
    this.try(() => this.write(sessionId, events));
  }

  remove(sessionId: string): void {
    this.try(() => rmSync(this.path(sessionId), { force: true }));
  }

  /**
   * For each session that an earlier guard has left: its opening, and its end, which is now where none was noted. Asked again, the ends
   * are the same, so that they can be recorded again.
   */
  left(): Map<string, AccessEvent[]> {
    const left = new Map<string, AccessEvent[]>();
    for (const sessionId of this.ids()) {
      this.try(() => {
        const lines = readFileSync(this.path(sessionId), 'utf8').split('\n').filter(Boolean);
        const [opening, end = opening && endOf(opening, Date.now(), { reason: 'GUARD_KILLED' })] = lines.map(
          (line) => eventFromJson(line),
        );
        // Power was lost before the disk had it.
        if (!opening || !end) return this.remove(sessionId);
        if (lines.length === 1) this.write(sessionId, [opening, end]);
        left.set(sessionId, [opening, end]);
      });
    }
    return left;
  }

  private ids(): string[] {
    let names: string[] = [];
    this.try(() => {
      names = readdirSync(this.folder);
    });
    return names.flatMap((name) => (name.endsWith('.jsonl') ? name.slice(0, -'.jsonl'.length) : []));
  }

  /** As a whole, or not at all. */
  private write(sessionId: string, events: readonly AccessEvent[]): void {
    const beside = join(this.folder, `${sessionId}.new`);
    writeFileSync(beside, events.map((event) => `${JSON.stringify(event)}\n`).join(''), { mode: 0o600 });
    renameSync(beside, this.path(sessionId));
  }

  private path(sessionId: string): string {
    return join(this.folder, `${sessionId}.jsonl`);
  }

  private try(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error('guard', `what is open cannot be noted in ${this.folder}: ${errorText(error)}`);
    }
  }
}

type Ending = Pick<AccessEvent, 'reason'> &
  Partial<Pick<AccessEvent, 'target' | 'bytesIn' | 'bytesOut' | 'duration'>>;

/** The entry of a session's end, `at` in ms since 1970. Of what went with a killed guard there is no more than the reason. */
export function endOf(opening: AccessEvent, at: number, ending: Ending): AccessEvent {
  return { ...opening, ...ending, id: uuid({ msecs: at }), at: new Date(at), outcome: 'close' };
}
