// The way of a websocket: decided, connected to a copy of the app, recorded, and only then a byte passes.

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { errorText, log } from '@/lib/log';
import type { GuardMetrics } from '@/lib/metrics/guard-metrics';
import type { AppCopies } from './app-copies';
import { authorise, type Verdict } from './authorise';
import { answerHead, handshakeFor } from './handshake';
import { identityOf } from './identity';
import { LiveSession } from './live-session';
import type { LiveSessions } from './live-sessions';
import { type NginxRequest, nginxRequest, visitOf } from './nginx-request';
import type { RuleWatch } from './rule-watch';
import type { SessionLog } from './session-log';

/** How long a copy may take to accept a connection, in ms. */
const CONNECT = 3000;
/** How long an app may take to answer a handshake, in ms. */
const ANSWER = 15_000;

export type RelayParts = {
  secret: Buffer;
  publicHosts: readonly string[];
  rules: RuleWatch;
  copies: AppCopies;
  sessions: LiveSessions;
  log: SessionLog;
  metrics: GuardMetrics;
};

export class Relay {
  constructor(private readonly parts: RelayParts) {}

  /** Takes a handshake over, with its connection. Never rejects. */
  async take(request: IncomingMessage, visitor: Socket, early: Buffer): Promise<void> {
    visitor.on('error', () => visitor.destroy());
    try {
      await this.handle(request, visitor, early);
    } catch (error) {
      log.error('guard', `a handshake failed: ${errorText(error)}`);
      answer(visitor, 503);
    }
  }

  private async handle(request: IncomingMessage, visitor: Socket, early: Buffer): Promise<void> {
    const { secret, publicHosts, rules, metrics } = this.parts;
    const asked = nginxRequest(request, secret, publicHosts);
    if (!asked) return answer(visitor, 403);
    if (!isHandshake(request, early)) return answer(visitor, 400);
    if (asked.host === null) return answer(visitor, 403, { 'X-Sluice-Reason': 'UNKNOWN_HOST' });
    const table = rules.table();
    if (!table) return answer(visitor, 503);

    const at = Date.now();
    const began = performance.now();
    const verdict = authorise(asked, table, at);
    metrics.decided(verdict.allowed, verdict.decision.reason, (performance.now() - began) / 1000);
    if (verdict.allowed) return this.open(verdict, asked, request, visitor, at);
    const reason = { 'X-Sluice-Reason': verdict.reason };
    // An app under maintenance refuses nobody for good; there is nothing in it for the log of refusals.
    if (verdict.decision.outcome !== 'deny') return answer(visitor, 503, reason);
    const isRecorded = await this.parts.log.refused(verdict, visitOf(asked, request, at)).then(
      () => true,
      (error: unknown) => {
        log.error('guard', `a refusal is not recorded: ${errorText(error)}`, { requestId: asked.requestId });
        return false;
      },
    );
    // Where it is not, Nginx's own log still has it, and is read in.
    answer(visitor, 403, isRecorded ? { ...reason, 'X-Sluice-Recorded': '1' } : reason);
  }

  private async open(
    verdict: Verdict & { allowed: true },
    asked: NginxRequest,
    request: IncomingMessage,
    visitor: Socket,
    at: number,
  ): Promise<void> {
    const { sessions } = this.parts;
    const { decision, app: rule } = verdict;
    const reached = await this.connect(verdict);
    if (!reached) return answer(visitor, 503);
    const { app, copy } = reached;
    app.on('error', () => app.destroy());
    visitor.once('close', () => app.destroy());

    const id = randomUUID();
    const visit = visitOf(asked, request, at);
    const opening = await this.parts.log.opened(verdict, visit, id).catch((error: unknown) => {
      log.error('guard', `a visit could not be recorded and was not let in: ${errorText(error)}`, {
        requestId: asked.requestId,
      });
      return undefined;
    });
    if (!opening) {
      app.destroy();
      return answer(visitor, 503);
    }
    const session = new LiveSession(
      {
        ...{ id, app: rule, copy, opening, openedAt: at },
        address: asked.address!,
        userName: decision.user?.name ?? null,
      },
      visitor,
      app,
    );
    // From here on it is listed, decided anew, and its end recorded, whatever the app answers.
    sessions.add(session);
    if (visitor.destroyed || app.destroyed) return session.abandon();
    app.write(
      handshakeFor(request.url ?? '/', request.rawHeaders, identityOf(decision.address, decision.user)),
    );
    const answered = await answerOf(app);
    if (visitor.destroyed) return session.abandon();
    if (answered?.status !== 101) {
      session.because('APP_ENDED');
      app.destroy();
      return answer(visitor, answered?.status ?? 502);
    }
    session.start(answered.received, answered.length);
  }

  /** A connection to the first copy that takes one. */
  private async connect({ decision: { address }, app }: Verdict & { allowed: true }) {
    const { copies, sessions } = this.parts;
    for (const { index, place } of copies.inOrder(app, address, sessions)) {
      const socket = await connected(place);
      if (socket) return { app: socket, copy: index };
      copies.markRefused(place);
    }
    return undefined;
  }
}

/** What comes before the answer could be another request in disguise, and has to wait for it; so nothing may come. */
function isHandshake({ method, httpVersion, url, headers }: IncomingMessage, early: Buffer): boolean {
  return (
    method === 'GET' &&
    httpVersion === '1.1' &&
    url?.startsWith('/') === true &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['transfer-encoding'] === undefined &&
    Number(headers['content-length'] ?? 0) === 0 &&
    early.length === 0
  );
}

const statusTexts: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** Answers without a body, and ends: nothing else comes by this connection. */
function answer(visitor: Socket, status: number, headers: Record<string, string> = {}): void {
  const lines = Object.entries({ ...headers, 'Content-Length': '0', Connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  if (!visitor.destroyed)
    visitor.end(`HTTP/1.1 ${status} ${statusTexts[status] ?? 'Refused'}\r\n${lines.join('')}\r\n`);
  visitor.resume();
  setTimeout(() => visitor.destroy(), CONNECT).unref();
}

function connected(place: string): Promise<Socket | undefined> {
  const colon = place.lastIndexOf(':');
  const host = place.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(place.slice(colon + 1)), allowHalfOpen: true });
    const failed = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setNoDelay(true);
    socket.setTimeout(CONNECT, failed);
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('timeout', failed);
      socket.off('error', failed);
      socket.setKeepAlive(true, 30_000);
      resolve(socket);
    });
  });
}

/** The app's answer, with whatever came behind it; undefined where none comes. The socket is paused then. */
function answerOf(app: Socket): Promise<{ status: number; length: number; received: Buffer } | undefined> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const done = (head?: { status: number; length: number }) => {
      clearTimeout(timer);
      app.pause();
      app.off('data', read);
      app.off('end', gone);
      app.off('close', gone);
      resolve(head && { ...head, received });
    };
    const gone = () => done();
    const read = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const head = answerHead(received);
      if (head) done(head);
    };
    const timer = setTimeout(gone, ANSWER);
    app.on('data', read);
    app.on('end', gone);
    app.on('close', gone);
  });
}
