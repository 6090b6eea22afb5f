// The guard: asked by Nginx before anyone gets to a guarded app, and the relay of the apps' websockets.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Env, env } from '@/lib/env';
import { SECRET_HEADER } from '@/lib/landing/client-address';
import { localeOf } from '@/lib/landing/request';
import { errorText, log, logConsole, nameProcess } from '@/lib/log';
import { GuardMetrics } from '@/lib/metrics/guard-metrics';
import { METRICS_TYPE } from '@/lib/metrics/registry';
import { formatAddress } from '@/lib/routing/address';
import { maintenanceAt } from '@/lib/routing/maintenance';
import { AppCopies } from './app-copies';
import { authorise, type Verdict, verdictInside } from './authorise';
import { controlKey, mayControl } from './control';
import { withoutPortalCookies } from './cookies';
import { identityOf } from './identity';
import { LiveSessions } from './live-sessions';
import { nginxRequest } from './nginx-request';
import { refusalStatus, refusedPage } from './refused-page';
import { Relay } from './relay';
import { RuleWatch } from './rule-watch';
import { SessionLog } from './session-log';

/** Longer than Nginx keeps an idle connection: the side that asks has to be the one that closes. */
const KEEP_ALIVE = 75_000;
/** Nginx takes 15 KiB of headers; its own are still to come. */
const HEADER_BYTES = 32_768;
/** The longest body of a control request. */
const CONTROL_BYTES = 4096;

export type Guard = { readonly sessions: LiveSessions; stop: () => Promise<void> };

type Parts = {
  rules: RuleWatch;
  copies: AppCopies;
  sessions: LiveSessions;
  metrics: GuardMetrics;
  secret: Buffer;
  key: string;
};

/** Starts the guard on loopback; resolves when it listens. */
export async function startGuard(config: Env = env()): Promise<Guard> {
  nameProcess('guard');
  logConsole();
  const { databaseUrl, defaultLanding, publicHosts, proxySecret, guardPort } = config;
  const metrics = new GuardMetrics();
  const rules = new RuleWatch(databaseUrl, defaultLanding);
  const copies = new AppCopies(databaseUrl);
  const sessionLog = new SessionLog(config);
  const sessions = new LiveSessions(rules, sessionLog, metrics);
  const secret = Buffer.from(proxySecret);
  const relay = new Relay({ secret, publicHosts, rules, copies, sessions, log: sessionLog, metrics });
  const parts = { rules, copies, sessions, metrics, secret, key: controlKey(config) };

  const server = createServer({ maxHeaderSize: HEADER_BYTES, noDelay: true }, (request, response) => {
    route(request, response, config, parts).catch((error: unknown) => {
      log.error('guard', `a request failed: ${errorText(error)}`);
      if (!response.headersSent) response.writeHead(503);
      response.end();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE;
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.setNoDelay(true);
    void relay.take(request, socket, head);
  });
  rules.start();
  copies.start();
  await listening(server, guardPort);
  return {
    sessions,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sessions.stop();
      server.closeAllConnections();
      await closed;
      await Promise.all([rules.stop(), copies.stop(), sessionLog.close()]);
    },
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  config: Env,
  parts: Parts,
): Promise<void> {
  const { url = '', method } = request;
  if (url === '/authorise') return answerNginx(request, response, config, parts);
  if (url === '/refused') return showRefusal(request, response, config, parts);
  if (url === '/healthz') return void response.writeHead(200).end('ok\n');
  // For this machine: what comes through Nginx carries the secret.
  if (url === '/metrics' && request.headers[SECRET_HEADER] === undefined)
    return void response
      .writeHead(200, { 'Content-Type': METRICS_TYPE })
      .end(parts.metrics.text(parts.sessions.size));
  if (!url.startsWith('/control/') || !mayControl(request, parts.key))
    return void response.writeHead(403).end();
  if (method === 'GET' && url === '/control/sessions')
    return sendJson(response, 200, { sessions: parts.sessions.list() });
  const [, id] = /^\/control\/sessions\/([0-9a-f-]{36})$/.exec(url) ?? [];
  if (method !== 'DELETE' || !id) return sendJson(response, 404, {});
  const session = parts.sessions.disconnect(id, await reasonIn(request));
  return session ? sendJson(response, 200, { session }) : sendJson(response, 404, {});
}

/** The answer to `auth_request`: 204 and who it is, or 403 and why not; anything else keeps everything closed. */
function answerNginx(
  request: IncomingMessage,
  response: ServerResponse,
  { publicHosts }: Env,
  { rules, copies, sessions, metrics, secret }: Parts,
): void {
  const began = performance.now();
  const asked = nginxRequest(request, secret, publicHosts);
  if (!asked) return void response.writeHead(403).end();
  if (asked.host === null) return void response.writeHead(403, { 'X-Sluice-Reason': 'UNKNOWN_HOST' }).end();
  const table = rules.table();
  if (!table) return void response.writeHead(503).end();
  const verdict = authorise(asked, table, Date.now());
  const admitted = verdict.allowed || isInside(request, verdict, sessions) ? verdictInside(verdict) : null;
  const { reason } = verdict.decision;
  metrics.decided(admitted !== null, reason, (performance.now() - began) / 1000);
  if (!admitted) return void response.writeHead(403, { 'X-Sluice-Reason': reason }).end();
  const { decision, app } = admitted;
  const { user, email, address } = identityOf(decision.address, decision.user);
  const headers: Record<string, string> = {
    'X-Sluice-Address': address,
    'X-Sluice-Cookie': withoutPortalCookies(request.headers.cookie ?? ''),
    'X-Sluice-Upstream': String(copies.inOrder(app, address, sessions)[0]?.index ?? 0),
  };
  if (user !== null) headers['X-Sluice-User'] = user;
  if (email !== null) headers['X-Sluice-Email'] = email;
  response.writeHead(204, headers).end();
}

/** Whether what is asked for is part of an app that the visitor has open: an upload, a picture; a page is somebody coming in. */
function isInside({ headers }: IncomingMessage, { app, decision }: Verdict, sessions: LiveSessions): boolean {
  if (!app || decision.address === null || headers.accept?.includes('text/html')) return false;
  return sessions.copyOf(app.id, decision.address) !== undefined;
}

/** The page for what Nginx has been told to refuse. */
function showRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { publicHosts, supportContact }: Env,
  { rules, secret }: Parts,
): void {
  const asked = nginxRequest(request, secret, publicHosts);
  if (!asked) return void response.writeHead(403).end();
  const { headers } = request;
  const reason = String(headers['x-sluice-reason'] ?? '');
  const app = rules.latest()?.apps.get(asked.appId);
  const maintenance = reason === 'APP_MAINTENANCE' && app ? maintenanceAt(app, Date.now()) : null;
  const page = refusedPage({
    locale: localeOf(new Headers(given(headers, 'cookie', 'accept-language'))),
    reason,
    appName: app?.name ?? null,
    address: asked.address && formatAddress(asked.address),
    requestId: asked.requestId,
    contact: supportContact,
    message: maintenance?.message ?? '',
  });
  response
    .writeHead(refusalStatus(reason), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': asked.requestId,
    })
    .end(page);
}

const given = (headers: IncomingMessage['headers'], ...names: string[]) =>
  names.flatMap((name): [string, string][] => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });

async function reasonIn(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > CONTROL_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    const { reason } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { reason?: unknown };
    return typeof reason === 'string' && reason !== '' ? reason.slice(0, 200) : null;
  } catch {
    // No reason was given, or none that can be read; the session ends all the same.
    return null;
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
}
