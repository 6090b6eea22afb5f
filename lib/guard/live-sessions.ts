// All open sessions. In memory: a session is a pair of this process's sockets and ends with them.

import { errorText, log } from '@/lib/log';
import type { GuardMetrics } from '@/lib/metrics/guard-metrics';
import { formatAddress } from '@/lib/routing/address';
import { authorise, verdictInside } from './authorise';
import type { Farewell, LiveSession } from './live-session';
import type { RuleWatch } from './rule-watch';
import type { CloseReason, SessionLog } from './session-log';

/** How often every session is decided anew, in ms. */
const RECHECK = 250;
/** How long sessions go on without a database that could end them, in ms. */
const LONGEST_SILENCE = 30_000;

const ACCESS_ENDED: Farewell = { code: 1008, text: 'access has ended' };
const DISCONNECTED: Farewell = { code: 1008, text: 'disconnected by an administrator' };
const GUARD_STOPPED: Farewell = { code: 1012, text: 'restarting' };

/** A session as those who look after the server see it. */
export type SessionView = {
  id: string;
  address: string;
  userName: string | null;
  userEmail: string | null;
  appId: number;
  appSlug: string;
  appName: string;
  /** In ms since 1970. */
  openedAt: number;
  bytesIn: number;
  bytesOut: number;
  userAgent: string | null;
};

export class LiveSessions {
  private readonly sessions = new Map<string, LiveSession>();
  private readonly closing = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly rules: Pick<RuleWatch, 'latest' | 'silence'>,
    private readonly log: SessionLog,
    private readonly metrics: GuardMetrics,
  ) {
    this.timer = setInterval(() => this.recheck(), RECHECK);
    this.timer.unref();
  }

  get size(): number {
    return this.sessions.size;
  }

  /** Keeps a session until it ends, and has its end recorded. */
  add(session: LiveSession): void {
    const { id, opening } = session.facts;
    this.sessions.set(id, session);
    this.metrics.sessionOpened();
    const done = session.closed
      .then((close) => {
        this.sessions.delete(id);
        this.metrics.sessionClosed(close.reason);
        this.metrics.passed('in', close.bytesIn);
        this.metrics.passed('out', close.bytesOut);
        return this.log.closed(id, opening, close, Date.now());
      })
      .catch((error: unknown) =>
        log.error('guard', `the end of session ${id} is not recorded: ${errorText(error)}`),
      )
      .finally(() => this.closing.delete(done));
    this.closing.add(done);
  }

  /** The copy that an address is connected to, the last one where there are several. */
  copyOf(appId: number, address: string): number | undefined {
    let copy: number | undefined;
    for (const { facts } of this.sessions.values()) {
      if (facts.app.id === appId && facts.opening.address === address) copy = facts.copy;
    }
    return copy;
  }

  /** Those that came first, first. */
  list(): SessionView[] {
    return [...this.sessions.values()].map(viewOf);
  }

  /** Ends one, for an administrator; undefined where there is none of this id. */
  disconnect(id: string, detail: string | null): SessionView | undefined {
    const session = this.sessions.get(id);
    if (!session) return undefined;
    const view = viewOf(session);
    this.cut(session, 'DISCONNECTED', detail, DISCONNECTED);
    return view;
  }

  /** Ends all, and waits until that is recorded. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const session of this.sessions.values()) this.cut(session, 'GUARD_STOPPED', null, GUARD_STOPPED);
    await Promise.all(this.closing);
  }

  /** Decides all sessions anew: rules have changed, or time has. */
  private recheck(): void {
    const table = this.rules.latest();
    const isLost = !table || this.rules.silence() > LONGEST_SILENCE;
    const at = Date.now();
    for (const session of this.sessions.values()) {
      const { address, app } = session.facts;
      if (isLost) {
        this.cut(session, 'ACCESS_ENDED', 'RULES_UNREADABLE', ACCESS_ENDED);
        continue;
      }
      const verdict = authorise({ address, appId: app.id }, table, at);
      if (!verdictInside(verdict)) this.cut(session, 'ACCESS_ENDED', verdict.decision.reason, ACCESS_ENDED);
    }
  }

  private cut(session: LiveSession, reason: CloseReason, detail: string | null, farewell: Farewell): void {
    this.sessions.delete(session.facts.id);
    session.cut(reason, detail, farewell);
  }
}

function viewOf({ facts, bytesIn, bytesOut }: LiveSession): SessionView {
  const { id, address, app, opening, userName, openedAt } = facts;
  return {
    ...{ id, address: formatAddress(address), userName, userEmail: opening.userEmail },
    ...{ appId: app.id, appSlug: app.slug, appName: app.name },
    ...{ openedAt, bytesIn, bytesOut, userAgent: opening.userAgent },
  };
}
