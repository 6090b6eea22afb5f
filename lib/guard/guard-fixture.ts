// A guard with real rules, a real Nginx before it and small apps behind it, for the tests.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Database, openDatabase } from '@/lib/db';
import { type Env, parseEnv } from '@/lib/env';
import { deployMigrations } from '@/lib/migrations';
import { guardedApps } from '@/lib/nginx/model';
import {
  freePorts,
  modelFor,
  proxySecret,
  type RunningNginx,
  startNginx,
  temporaryFolder,
} from '@/lib/nginx/nginx-fixture';
import { addressToKey } from '@/lib/routing/address';
import { parseRange } from '@/lib/routing/range';
import { type Guard, startGuard } from './server';
import { frame, framesIn } from './websocket-fixture';

/** One thing that an app was asked. */
export type Asked = { method: string; url: string; headers: Record<string, string[]>; body: number };

export type SmallApp = {
  port: number;
  asked: Asked[];
  /** Open websockets. */
  sockets: Set<Socket>;
  stop: () => Promise<void>;
};

/**
 * An app that answers what it was asked as JSON, and echoes what comes by a websocket. `answer` may take a response over by
 * returning true; with `ignoresUpgrade` it answers a handshake as if it were any request.
 */
export async function startSmallApp(
  port: number,
  {
    answer = () => false,
    ignoresUpgrade = false,
  }: {
    answer?: (request: IncomingMessage, response: ServerResponse) => boolean;
    ignoresUpgrade?: boolean;
  } = {},
): Promise<SmallApp> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  const note = (request: IncomingMessage) => {
    const headers: Record<string, string[]> = {};
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const name = request.rawHeaders[i]!.toLowerCase();
      headers[name] = [...(headers[name] ?? []), request.rawHeaders[i + 1]!];
    }
    const entry = { method: request.method ?? '', url: request.url ?? '', headers, body: 0 };
    asked.push(entry);
    return entry;
  };
  const server = createServer(async (request, response) => {
    const entry = note(request);
    for await (const chunk of request) entry.body += (chunk as Buffer).length;
    if (answer(request, response)) return;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(entry));
  });
  if (!ignoresUpgrade) {
    server.on('upgrade', (request, socket: Socket) => {
      note(request);
      const key = request.headers['sec-websocket-key'] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      sockets.add(socket);
      let rest: Buffer = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        const { frames, left } = framesIn(Buffer.concat([rest, chunk]));
        rest = left;
        for (const { opcode, payload } of frames) socket.write(frame(opcode, payload));
        if (frames.some(({ opcode }) => opcode === 8)) socket.end();
      });
      socket.on('end', () => socket.end());
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    });
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    ...{ port, asked, sockets },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export type Gate = {
  env: Env;
  db: Database;
  guard: Guard;
  /** Starts the guard again, after `guard.stop()`. */
  restartGuard: () => Promise<void>;
  /** Changes rules as a writer does: the next revision, and a ChangeEvent for each row. */
  change: (work: () => Promise<[entity: 'App' | 'User' | 'IpRange', id: number][]>) => Promise<void>;
  /** Ids by slug, email and range. */
  ids: Map<string, number>;
  accessLog: () => string;
  nginx: RunningNginx;
  stop: () => Promise<void>;
};

export type GateRules = {
  apps: { slug: string; port: number; upstreams: number[] }[];
  users?: { email: string; name: string; apps: string[] }[];
  ranges: { range: string; user?: string; apps?: string[]; deny?: boolean; validUntil?: Date }[];
};

/** Starts it all; whom the rules let in by which port is up to them. */
export async function startGate(
  rules: GateRules,
  variables: Record<string, string> = {},
  nginxFields: Parameters<typeof modelFor>[1] = {},
): Promise<Gate> {
  const folder = temporaryFolder();
  const [httpPort = 0, guardPort = 0] = await freePorts(2);
  const env = parseEnv({
    DATA_DIR: folder.path,
    PROXY_SECRET: proxySecret,
    AUTH_SECRET: proxySecret,
    HTTP_PORT: String(httpPort),
    GUARD_PORT: String(guardPort),
    ...variables,
  });
  await deployMigrations(env.databaseUrl);
  const db = openDatabase(env.databaseUrl);
  const ids = new Map<string, number>();
  const change: Gate['change'] = async (work) => {
    const { revision } = await db.ruleState.findUniqueOrThrow({ where: { id: 1 } });
    for (const [entity, entityId] of await work()) {
      const event = { actor: 'test', kind: 'update', entity, entityId, label: '' } as const;
      await db.changeEvent.create({ data: { revision: revision + 1, ...event } });
    }
    await db.ruleState.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  };
  for (const { slug, port, upstreams } of rules.apps) {
    const upstream = upstreams.map((place) => `127.0.0.1:${place}`).join(',');
    ids.set(slug, (await db.app.create({ data: { slug, name: `The ${slug} app`, port, upstream } })).id);
  }
  const grants = (slugs: string[]) => ({
    create: slugs.map((slug, position) => ({ appId: ids.get(slug)!, position })),
  });
  for (const { email, name, apps } of rules.users ?? []) {
    ids.set(email, (await db.user.create({ data: { email, name, grants: grants(apps) } })).id);
  }
  for (const { range, user, apps = [], deny, validUntil } of rules.ranges) {
    const parsed = parseRange(range);
    if (!parsed.ok) throw new Error(range);
    const data = {
      first: addressToKey(parsed.range.first),
      last: addressToKey(parsed.range.last),
      label: `range ${range}`,
      effect: deny ? ('deny' as const) : ('allow' as const),
      userId: user ? ids.get(user)! : null,
      validUntil: validUntil ?? null,
      grants: grants(apps),
    };
    ids.set(range, (await db.ipRange.create({ data })).id);
  }
  const appRules = await db.app.findMany();
  const model = modelFor(`${folder.path}/nginx`, {
    ...{ httpPort, guardPort, apps: guardedApps(appRules), publicHosts: env.publicHosts },
    ...nginxFields,
  });
  const nginx = await startNginx(model);
  const gate: Gate = {
    ...{ env, db, ids, change, accessLog: nginx.accessLog, nginx },
    guard: await startGuard(env),
    async restartGuard() {
      gate.guard = await startGuard(env);
    },
    async stop() {
      await gate.guard.stop();
      await nginx.stop();
      await db.$disconnect();
      folder.remove();
    },
  };
  return gate;
}
