// One websocket between a visitor and an app: bytes both ways, counted, and an end with a reason.

import type { Socket } from 'node:net';
import type { AccessEvent } from '@/lib/audit/access-event';
import type { Address } from '@/lib/routing/address';
import type { RuleApp } from '@/lib/routing/rules';
import { closeFrame, FrameTracker } from './frames';
import type { CloseReason, SessionClose } from './session-log';

/** How long the other side may take to end after one has, in ms. */
const LINGER = 10_000;
/** How long a visitor who is cut off may take to read the farewell, in ms. */
const FAREWELL = 1000;

export type SessionFacts = {
  id: string;
  address: Address;
  app: RuleApp;
  /** Which of the app's copies. */
  copy: number;
  opening: AccessEvent;
  userName: string | null;
  /** In ms since 1970. */
  openedAt: number;
};

/** What a close frame says (RFC 6455 7.4). */
export type Farewell = { code: number; text: string };

export class LiveSession {
  bytesIn = 0;
  bytesOut = 0;
  private readonly fromVisitor = new FrameTracker();
  private readonly fromApp = new FrameTracker();
  private why: { reason: CloseReason; detail: string | null } | undefined;
  private linger: NodeJS.Timeout | undefined;
  private open = 2;
  private started = false;
  private cutOff = false;
  /** Resolves when both sides are closed. */
  readonly closed: Promise<SessionClose>;

  constructor(
    readonly facts: SessionFacts,
    private readonly visitor: Socket,
    private readonly app: Socket,
  ) {
    this.closed = new Promise((resolve) => {
      const ended = () => {
        this.open -= 1;
        if (this.open === 0) resolve(this.conclusion());
      };
      for (const side of [visitor, app]) {
        // It may have gone while its visit was being recorded.
        if (side.closed) ended();
        else side.once('close', ended);
      }
    });
  }

  /** Begins to relay. `first`: what has come from the app already, answer included; the frames begin at `framesAt`. */
  start(first: Buffer, framesAt: number): void {
    const { visitor, app } = this;
    this.started = true;
    visitor.on('data', (chunk: Buffer) => {
      this.bytesIn += chunk.length;
      this.fromVisitor.push(chunk);
      if (this.fromVisitor.closing) this.because('VISITOR_LEFT');
      pass(chunk, visitor, app);
    });
    const fromApp = (chunk: Buffer, frames: Buffer) => {
      if (this.cutOff) return;
      this.bytesOut += chunk.length;
      this.fromApp.push(frames);
      if (this.fromApp.closing) this.because('APP_ENDED');
      pass(chunk, app, visitor);
    };
    app.on('data', (chunk: Buffer) => fromApp(chunk, chunk));
    this.joinEnds(visitor, app, 'VISITOR_LEFT');
    this.joinEnds(app, visitor, 'APP_ENDED');
    fromApp(first, first.subarray(framesAt));
    visitor.resume();
    app.resume();
  }

  /** Ends it before it has begun: one side is gone. */
  abandon(): void {
    this.because(this.visitor.destroyed ? 'VISITOR_LEFT' : 'APP_ENDED');
    this.visitor.destroy();
    this.app.destroy();
  }

  /** Ends it: a close frame to the visitor where one can be put in, and then the sockets. */
  cut(reason: CloseReason, detail: string | null, { code, text }: Farewell): void {
    if (this.cutOff) return;
    this.because(reason, detail);
    this.cutOff = true;
    const mayPutIn = this.fromApp.atBoundary && !this.fromApp.closing;
    this.app.destroy();
    if (!this.started) {
      this.visitor.destroy();
      return;
    }
    if (mayPutIn) this.visitor.end(closeFrame(code, text));
    else this.visitor.end();
    clearTimeout(this.linger);
    this.linger = setTimeout(() => this.visitor.destroy(), FAREWELL);
  }

  /** The first reason is the one that is kept. */
  because(reason: CloseReason, detail: string | null = null): void {
    this.why ??= { reason, detail };
  }

  private joinEnds(from: Socket, to: Socket, reason: CloseReason): void {
    from.once('end', () => {
      this.because(reason);
      to.end();
      this.linger ??= setTimeout(() => {
        from.destroy();
        to.destroy();
      }, LINGER);
    });
    // After an error comes `close`.
    from.on('error', () => this.because(reason));
    from.once('close', () => {
      this.because(reason);
      if (this.cutOff) return;
      if (from === this.visitor) to.destroy();
      else to.destroySoon();
    });
  }

  private conclusion(): SessionClose {
    clearTimeout(this.linger);
    return {
      ...(this.why ?? { reason: 'VISITOR_LEFT', detail: null }),
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      duration: Date.now() - this.facts.openedAt,
    };
  }
}

/** Hands on, and waits where the other side is slower. */
function pass(chunk: Buffer, from: Socket, to: Socket): void {
  if (to.destroyed || to.writableEnded || to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
