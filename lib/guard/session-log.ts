// What the audit log keeps of live sessions: opened, refused, closed.

import { join } from 'node:path';
import { type AccessEvent, accessEvent, type Visit } from '@/lib/audit/access-event';
import { AccessRecorder } from '@/lib/audit/access-recorder';
import type { SessionReason } from '@/lib/audit/visit-filter';
import type { Env } from '@/lib/env';
import { errorText, log } from '@/lib/log';
import type { Verdict } from './authorise';
import { endOf, OpenSessions } from './open-sessions';

/** Why a session ended. */
export type CloseReason = Exclude<SessionReason, 'SESSION_OPENED' | 'GUARD_KILLED'>;

export type SessionClose = {
  reason: CloseReason;
  /** What is behind it: the decision's reason, or what the administrator wrote. */
  detail: string | null;
  bytesIn: number;
  bytesOut: number;
  duration: number;
};

export class SessionLog {
  /** Nobody is let in unrecorded, unless the operator wants it otherwise. */
  private readonly openings: AccessRecorder;
  /** A session is over whether that can be recorded or not: what the database does not take waits on disk. */
  private readonly closings: AccessRecorder;
  private readonly open: OpenSessions;
  private readonly settled: Promise<void>;

  constructor({ databaseUrl, accessLog, dataDir }: Pick<Env, 'databaseUrl' | 'accessLog' | 'dataDir'>) {
    const spool = (name: string) => join(dataDir, 'spool', `guard-${name}.jsonl`);
    this.openings = new AccessRecorder({ databaseUrl, mode: accessLog, spoolPath: spool('open') });
    this.closings = new AccessRecorder({ databaseUrl, mode: 'best-effort', spoolPath: spool('close') });
    this.open = new OpenSessions(join(dataDir, 'run', 'open-sessions'));
    this.settled = this.settle(this.open.left());
  }

  /** Resolves to the event when it is on record; rejects when it cannot be. */
  async opened(verdict: Verdict & { allowed: true }, visit: Visit, sessionId: string): Promise<AccessEvent> {
    const event: AccessEvent = {
      ...accessEvent(verdict.decision, visit, null),
      ...{ outcome: 'open', reason: 'SESSION_OPENED', sessionId },
    };
    this.open.note(sessionId, event);
    try {
      await this.openings.record(event);
    } catch (error) {
      this.open.remove(sessionId);
      throw error;
    }
    return event;
  }

  refused({ decision, app }: Verdict & { allowed: false }, visit: Visit): Promise<void> {
    const event = accessEvent(decision, visit, null);
    return this.openings.record({ ...event, appId: app?.id ?? null, appSlug: app?.slug ?? null });
  }

  /** The names are those of the opening; the detail stands where a visit has its target. */
  async closed(
    sessionId: string,
    opening: AccessEvent,
    { detail, ...close }: SessionClose,
    at: number,
  ): Promise<void> {
    const end = endOf(opening, at, { ...close, target: detail });
    this.open.note(sessionId, opening, end);
    await this.closings.record(end);
    this.open.remove(sessionId);
  }

  /** Sessions that ended with a guard that was killed. Their openings, too: it may have been killed while it recorded one. */
  private async settle(left: ReadonlyMap<string, readonly AccessEvent[]>): Promise<void> {
    const ends = [...left].map(async ([sessionId, events]) => {
      await Promise.all(events.map((event) => this.closings.record(event)));
      this.open.remove(sessionId);
    });
    await Promise.all(ends).catch((error: unknown) =>
      log.error('guard', `the ends of sessions are not recorded: ${errorText(error)}`),
    );
    if (left.size > 0)
      log.warn('guard', `sessions that a killed guard had open, now recorded as ended: ${left.size}`);
  }

  async close(): Promise<void> {
    await this.settled;
    await Promise.all([this.openings.close(), this.closings.close()]);
  }
}
