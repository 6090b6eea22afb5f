// What the guard costs: a static file and a websocket's round trip through it, beside the same without Sluice and beside
// `auth_request` to Next, all behind one Nginx; and a thousand open websockets.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@/lib/db';
import { homeDir, parseEnv } from '@/lib/env';
import { disconnectLiveSession, listLiveSessions } from '@/lib/guard/control';
import { startSmallApp } from '@/lib/guard/guard-fixture';
import { openWebsocket, type Websocket } from '@/lib/guard/websocket-fixture';
import { nginxModel } from '@/lib/nginx/model';
import { renderNginx } from '@/lib/nginx/render';
import { parseAddress } from '@/lib/routing/address';
import { type Figure, median, spread } from './figures';
import { HttpClient } from './http-client';
import { load, loadTool } from './load';
import { Portal } from './portal';
import type { Run } from './run';
import { freePorts } from './workspace';

const ways = ['guarded', 'direct', 'next'] as const;
type Way = (typeof ways)[number];

const SOCKETS = 1000;

export async function measureGuard(run: Run): Promise<Figure[]> {
  const { workspace, quick } = run;
  const rounds = quick ? 3 : 7;
  const seconds = quick ? 2 : 5;
  const [
    files = 0,
    guarded = 0,
    direct = 0,
    next = 0,
    echo = 0,
    echoGuarded = 0,
    echoDirect = 0,
    httpPort = 0,
    guardPort = 0,
  ] = await freePorts(9);
  run.say('guard.preparing');
  const address = parseAddress('127.0.0.1');
  if (!address.ok) throw new Error('127.0.0.1');
  const range = { first: address.address, last: address.address, label: 'here', app: 'files' };
  const rules = {
    apps: [
      { slug: 'files', port: guarded },
      { slug: 'echo', port: echoGuarded },
    ],
    ranges: [range],
  };
  const portal = await Portal.start(workspace, { name: 'guard', rules });
  const variables = { ...portal.variables, HTTP_PORT: String(httpPort), GUARD_PORT: String(guardPort) };
  const env = parseEnv(variables);
  const db = openDatabase(env.databaseUrl);
  await db.app.update({ where: { slug: 'files' }, data: { upstream: `127.0.0.1:${files}` } });
  await db.app.update({ where: { slug: 'echo' }, data: { upstream: `127.0.0.1:${echo}` } });
  const apps = await db.app.findMany();
  await db.ipRangeApp.create({
    data: { rangeId: 1, appId: apps.find(({ slug }) => slug === 'echo')!.id, position: 1 },
  });
  await db.ruleState.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  await db.$disconnect();

  const guard = workspace.start('guard', process.execPath, [join(homeDir, 'bin', 'guard.mjs')], {
    env: { ...variables, SLUICE_HOME: homeDir },
  });
  await workspace.ready('guard', guard, `http://127.0.0.1:${guardPort}/healthz`);
  const model = nginxModel(env, apps);
  mkdirSync(join(model.paths.prefix, 'temp'), { recursive: true });
  const config = join(model.paths.prefix, 'nginx.conf');
  const peers = peerServers({ files, direct, next, echo, echoDirect, portal: env.portalPort });
  // Into the same http block, before its end.
  writeFileSync(config, renderNginx(model).replace(/\}\n$/, `${peers}}\n`), { mode: 0o600 });
  const nginxArgs = [
    '-p',
    `${model.paths.prefix}/`,
    '-c',
    config,
    '-e',
    model.paths.errorLog,
    '-g',
    'daemon off;',
  ];
  const nginx = workspace.start('guard-nginx', 'nginx', nginxArgs);
  await workspace.ready('guard-nginx', nginx, `http://127.0.0.1:${direct}/`);
  await workspace.ready('guard', guard, `http://127.0.0.1:${guarded}/`);
  const app = await startSmallApp(echo);

  try {
    const urls: Record<Way, string> = { guarded: url(guarded), direct: url(direct), next: url(next) };
    const latency = await latencies(run, urls, rounds, quick ? 300 : 2000);
    const rates = await throughput(run, urls, rounds, seconds);
    const trips = await roundTrips({ guarded: echoGuarded, direct: echoDirect }, rounds, quick ? 300 : 2000);
    const sockets = await manySockets(env, guard.pid!, echoGuarded);
    const added = latency.guarded.map((value, i) => value - latency.direct[i]!);
    const addedTrip = trips.guarded.map((value, i) => value - trips.direct[i]!);
    return [
      ...ways.map(
        (way): Figure => ({
          ...{ id: `guard.${way}.p50`, unit: 'ms', ...spread(latency[way]) },
          label: (words) => words('guard.p50', { way }),
        }),
      ),
      {
        ...{ id: 'guard.added', unit: 'ms', ...spread(added), bar: { atMost: 1 } },
        label: (words) => words('guard.added'),
      },
      ...ways.map(
        (way): Figure => ({
          ...{ id: `guard.${way}.rate`, unit: 'perSecond', ...spread(rates[way]) },
          ...(way === 'guarded' ? { bar: { atLeast: 5000 } } : {}),
          label: (words) => words('guard.rate', { way }),
        }),
      ),
      ...(['guarded', 'direct'] as const).map(
        (way): Figure => ({
          ...{ id: `guard.${way}.trip`, unit: 'ms', ...spread(trips[way]) },
          label: (words) => words('guard.trip', { way }),
        }),
      ),
      {
        ...{ id: 'guard.addedTrip', unit: 'ms', ...spread(addedTrip), bar: { atMost: 1 } },
        label: (words) => words('guard.addedTrip'),
      },
      {
        ...{ id: 'guard.memory', unit: 'MB', value: sockets.megabytes },
        label: (words) => words('guard.memory', { sockets: SOCKETS }),
      },
      {
        ...{ id: 'guard.memoryAdded', unit: 'MB', value: sockets.added },
        label: (words) => words('guard.memoryAdded', { sockets: SOCKETS }),
      },
      {
        ...{ id: 'guard.cut', unit: 'ms', ...spread(sockets.cuts) },
        label: (words) => words('guard.cut', { sockets: SOCKETS }),
      },
    ];
  } finally {
    await app.stop();
    for (const child of [nginx, guard]) await workspace.stop(child);
    await portal.stop();
  }
}

const url = (port: number) => `http://127.0.0.1:${port}/`;

type PeerPorts = Record<'files' | 'direct' | 'next' | 'echo' | 'echoDirect' | 'portal', number>;

/** The app itself, the same without Sluice, and the same asked for at Next, whose cheapest answer it is. */
function peerServers({ files, direct, next, echo, echoDirect, portal }: PeerPorts): string {
  const pass = (port: number) =>
    `proxy_pass http://bench_${port}; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;`;
  const upstream = (port: number) =>
    `upstream bench_${port} { server 127.0.0.1:${port}; keepalive 64; keepalive_requests 1000000; }\n`;
  return `
  ${upstream(files)}
  ${upstream(portal)}
  server { listen 127.0.0.1:${files}; access_log off; keepalive_requests 1000000; location / { return 200 "${'x'.repeat(1000)}"; } }
  server { listen 127.0.0.1:${direct}; keepalive_requests 1000000; location / { ${pass(files)} } }
  server {
    listen 127.0.0.1:${next}; keepalive_requests 1000000;
    location / { auth_request /auth; ${pass(files)} }
    location = /auth { internal; proxy_pass_request_body off; proxy_set_header Content-Length ""; rewrite ^ /healthz break; ${pass(portal)} }
  }
  server {
    listen 127.0.0.1:${echoDirect};
    location / {
      proxy_pass http://127.0.0.1:${echo}; proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_set_header Host $http_host;
    }
  }
`;
}

/** The median of one client's requests one after the other, in ms; the ways take turns. */
async function latencies(
  run: Run,
  urls: Record<Way, string>,
  rounds: number,
  requests: number,
): Promise<Record<Way, number[]>> {
  const found: Record<Way, number[]> = { guarded: [], direct: [], next: [] };
  const clients = new Map(ways.map((way) => [way, new HttpClient(urls[way])]));
  for (let round = 0; round <= rounds; round++) {
    for (const way of ways) {
      const client = clients.get(way)!;
      const times: number[] = [];
      for (let i = 0; i < requests; i++) {
        const { status, milliseconds } = await client.get('/');
        if (status !== 200) throw new Error(`${way} answers ${status}`);
        times.push(milliseconds);
      }
      // The first round warms up.
      if (round > 0) found[way].push(median(times));
    }
    if (round > 0) run.say('guard.round', { round, rounds });
  }
  for (const client of clients.values()) client.close();
  return found;
}

/** Answers a second with 32 connections. */
async function throughput(
  { workspace }: Run,
  urls: Record<Way, string>,
  rounds: number,
  seconds: number,
): Promise<Record<Way, number[]>> {
  const visitors = workspace.path('guard-visitors.txt');
  writeFileSync(visitors, '127.0.0.1\n');
  const tool = loadTool();
  const found: Record<Way, number[]> = { guarded: [], direct: [], next: [] };
  for (let round = 0; round < rounds; round++) {
    for (const way of ways) {
      const {
        answers,
        seconds: taken,
        failures,
      } = await load(workspace, tool, {
        ...{ url: urls[way], connections: 32, seconds, visitors },
      });
      if (failures > 0) throw new Error(`${way}: ${failures} failures`);
      found[way].push(answers / taken);
    }
  }
  return found;
}

/** The median time from a message to its echo, in ms. */
async function roundTrips(
  ports: Record<'guarded' | 'direct', number>,
  rounds: number,
  messages: number,
): Promise<Record<'guarded' | 'direct', number[]>> {
  const found = { guarded: [] as number[], direct: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    for (const way of ['guarded', 'direct'] as const) {
      const socket = await opened(ports[way]);
      const times: number[] = [];
      for (let i = 0; i < messages; i++) {
        const start = performance.now();
        const echoed = new Promise<void>((resolve) => socket.socket.once('data', () => resolve()));
        socket.send('x'.repeat(200));
        await echoed;
        times.push(performance.now() - start);
      }
      socket.close();
      await socket.closed;
      if (round > 0) found[way].push(median(times));
    }
  }
  return found;
}

async function opened(port: number): Promise<Websocket> {
  const socket = await openWebsocket({ port, host: `127.0.0.1:${port}` });
  if (socket.status !== 101) throw new Error(`a handshake is answered with ${socket.status}`);
  return socket;
}

async function manySockets(
  env: Parameters<typeof listLiveSessions>[0],
  pid: number,
  port: number,
): Promise<{ megabytes: number; added: number; cuts: number[] }> {
  const before = residentMegabytes(pid);
  const sockets: Websocket[] = [];
  while (sockets.length < SOCKETS)
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => opened(port)))));
  const megabytes = residentMegabytes(pid);
  const cuts: number[] = [];
  for (const { id } of (await listLiveSessions(env)).slice(0, 20)) {
    const start = performance.now();
    const cut = Promise.race(sockets.map(({ closed }, i) => closed.then(() => i)));
    await disconnectLiveSession(env, id, null);
    sockets.splice(await cut, 1);
    cuts.push(performance.now() - start);
  }
  for (const { socket } of sockets) socket.destroy();
  return { megabytes, added: megabytes - before, cuts };
}

/** proc(5): VmRSS, in kB. */
function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
