import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApps, deleteApps, updateApps } from '@/lib/apps/mutations';
import { listAppRules } from '@/lib/apps/queries';
import { type AppRule, appSchema } from '@/lib/apps/schema';
import type { Database } from '@/lib/db';
import { type Env, parseEnv } from '@/lib/env';
import { runningMaster, workersOf } from '@/lib/nginx/master';
import { nginxPaths } from '@/lib/nginx/model';
import { ask, freePorts, proxySecret, stopNginx, temporaryFolder } from '@/lib/nginx/nginx-fixture';
import { nginxCommand } from '@/lib/nginx/program';
import { publishConfig, reloadNginx } from '@/lib/nginx/publish';
import { type PublishStatus, readPublishStatus } from '@/lib/nginx/publish-status';
import type { RuleApp } from '@/lib/routing/rules';
import { changeRules } from '@/lib/rule-change';
import { RuleTableFollower } from '@/lib/rule-table';
import { freshDatabase } from '@/lib/testing/fresh-database';
import { Publisher } from './publisher';

const folder = temporaryFolder();
const open: (() => unknown)[] = [];
let count = 0;
let env: Env;
let httpPort: number;

beforeEach(async () => {
  count++;
  const [http, https, portal, guard] = await freePorts(4);
  httpPort = http!;
  env = parseEnv({
    DATA_DIR: join(folder.path, `data ${count}`),
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    PORTAL_PORT: String(portal),
    GUARD_PORT: String(guard),
    PROXY_SECRET: proxySecret,
    AUTH_SECRET: proxySecret,
  });
});
afterEach(async () => {
  for (const stop of open.splice(0).reverse()) await stop();
});
afterAll(folder.remove);

/** Two guarded apps' ports, low enough for their upstreams. */
async function appPorts(): Promise<[number, number]> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([port, port + 1].map(isFree));
    if (free.every(Boolean)) return [port, port + 1];
  }
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });

const app = (port: number, fields: Partial<RuleApp> = {}): RuleApp => ({
  ...{ id: port, slug: `app-${port}`, name: 'App', description: '', port, scheme: null, host: null },
  ...{ path: '/', upstream: null, guarded: true, enabled: true, ...fields },
});

/** What the publisher follows, changed at will. */
function rulesOf(...apps: RuleApp[]) {
  const source = {
    revision: 1,
    apps: new Map(apps.map((each) => [each.id, each])) as ReadonlyMap<number, RuleApp>,
    asked: null as string | null,
  };
  return {
    set: (...next: RuleApp[]) => {
      source.revision++;
      source.apps = new Map(next.map((each) => [each.id, each]));
    },
    ask: () => {
      source.asked = String(Math.random());
    },
    source: { rules: () => source, request: async () => source.asked },
  };
}

function publish(source: ConstructorParameters<typeof Publisher>[1]) {
  const publisher = new Publisher(env, source, 'en').start();
  open.push(() => publisher.stop());
  return publisher;
}

async function startNginx(): Promise<ChildProcess> {
  const { file, args } = nginxCommand(env, 'en');
  const child = spawn(file, args, { stdio: 'ignore' });
  open.push(() => stopNginx(child));
  await until(() => runningMaster(env) !== undefined);
  return child;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50))
    if (await holds()) return;
  throw new Error(`still not: ${holds} ${JSON.stringify(await readPublishStatus(env))}`);
}

const statusIs = (isRight: (status: PublishStatus) => boolean) =>
  until(async () => {
    const status = await readPublishStatus(env);
    return status !== undefined && isRight(status);
  });

/** Closed by the guard or for want of one: Nginx it is that answers. */
const answersAt = (port: number) =>
  ask({ port }).then(
    ({ status }) => status >= 400,
    () => false,
  );

const listens = (port: number) => new RegExp(`listen 0\\.0\\.0\\.0:${port}\\b`);
const served = () => (existsSync(nginxPaths(env).config) ? readFileSync(nginxPaths(env).config, 'utf8') : '');

async function started(...apps: RuleApp[]) {
  expect((await publishConfig(env, 'en', apps)).ok).toBe(true);
  await startNginx();
  const rules = rulesOf(...apps);
  publish(rules.source);
  await statusIs(({ state }) => state === 'inForce');
  return rules;
}

describe('what the rules ask for', () => {
  test('is in force soon after it was written, and what they no longer ask for is gone', async () => {
    const [one, two] = await appPorts();
    const rules = await started();
    rules.set(app(one));
    await until(() => answersAt(one));
    rules.set(app(two));
    await until(async () => (await answersAt(two)) && !(await answersAt(one)));
    await statusIs(({ state, revision, differences }) => {
      return state === 'inForce' && revision === 3 && differences.length === 0;
    });
    expect(statSync(join(nginxPaths(env).prefix, 'status.json')).mode & 0o777).toBe(0o600);
  });

  test('of two edits in a moment the last ends in force, and many edits are one reload', async () => {
    const [one, two] = await appPorts();
    const rules = await started();
    const before = workersOf(runningMaster(env)!).map(({ pid }) => pid);
    for (let i = 0; i < 10; i++) rules.set(app(i % 2 === 0 ? one : two));
    await until(() => answersAt(two));
    await statusIs(({ state }) => state === 'inForce');
    expect(served()).toMatch(listens(two));
    expect(served()).not.toMatch(listens(one));
    const workers = workersOf(runningMaster(env)!).map(({ pid }) => pid);
    expect(workers.some((pid) => before.includes(pid))).toBe(false);
  });

  test('an edit that goes on does not put publishing off for ever', async () => {
    const [one, two] = await appPorts();
    const rules = await started();
    const editing = (async () => {
      for (let i = 0; i < 30 && !(await answersAt(one)); i++) {
        rules.set(app(one), app(two, { upstream: `127.0.0.1:${20_000 + i}` }));
        await sleep(200);
      }
    })();
    await until(() => answersAt(one));
    await editing;
  });

  test('replaces what anybody else has written', async () => {
    const [one] = await appPorts();
    await started(app(one));
    expect(await reloadNginx(env, 'en', [])).toMatchObject({ ok: true });
    await until(() => answersAt(one));
    expect(served()).toMatch(listens(one));
  });

  test('is published again when an administrator asks', async () => {
    const [one] = await appPorts();
    const rules = await started(app(one));
    const before = workersOf(runningMaster(env)!).map(({ pid }) => pid);
    rules.ask();
    await until(() => {
      const now = workersOf(runningMaster(env)!).map(({ pid }) => pid);
      return now.length > 0 && !now.some((pid) => before.includes(pid));
    });
    expect((await readPublishStatus(env))?.failure).toBeNull();
  });
});

describe('with a database', () => {
  const input = (port: number): AppRule => appSchema.parse({ slug: `app-${port}`, name: 'App', port });
  const by = { actor: 'test' };
  const replaceApps = (db: Database, ports: number[]) =>
    changeRules(db, by, async (tx) => [
      ...(await deleteApps(tx, await listAppRules(tx))),
      ...(await createApps(tx, ports.map(input))),
    ]);

  test('a backup put back, older times, lower revision and all, ends in force', async () => {
    const [one, two] = await appPorts();
    const { db, url } = await freshDatabase('sqlite');
    await replaceApps(db, [one]);
    const [backup] = await db.app.findMany();
    const { revision } = (await db.ruleState.findUniqueOrThrow({ where: { id: 1 } })) as { revision: number };
    env = { ...env, databaseUrl: url };
    await publishConfig(env, 'en');
    await startNginx();
    const follower = new RuleTableFollower(url, 'first');
    follower.start();
    open.push(() => follower.stop());
    publish({
      rules: () => {
        const current = follower.current();
        return current && { revision: current.revision, apps: current.table.apps };
      },
      request: async () => null,
    });
    await until(() => answersAt(one));
    await changeRules(db, by, async (tx) => {
      const [stored] = await listAppRules(tx);
      return updateApps(tx, [
        { id: stored!.id, before: stored!.rule, after: { ...stored!.rule, port: two } },
      ]);
    });
    await until(async () => (await answersAt(two)) && !(await answersAt(one)));
    await db.$transaction(async (tx) => {
      await tx.app.update({ where: { id: backup!.id }, data: backup! });
      await tx.ruleState.update({ where: { id: 1 }, data: { revision } });
    });
    await until(async () => (await answersAt(one)) && !(await answersAt(two)));
  });
});

describe('what cannot be served', () => {
  test('a foreign program at an app’s port keeps only that app out, by name, until it ends', async () => {
    const [one, two] = await appPorts();
    const rules = await started();
    const foreign = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => foreign.listen(one, '127.0.0.1', resolve));
    open.push(() => foreign.close());
    rules.set(app(one), app(two));
    await until(() => answersAt(two));
    await statusIs(({ state, leftOut, differences }) => {
      const [left] = leftOut;
      const isTold = left?.reason === 'taken' && left.port === one && left.owner?.pid === process.pid;
      return state === 'inForce' && isTold && differences.some(({ text }) => listens(one).test(text));
    });
    expect(JSON.stringify(await readPublishStatus(env))).not.toContain(proxySecret);
    await new Promise((resolve) => foreign.close(resolve));
    await until(() => answersAt(one));
    await statusIs(({ leftOut }) => leftOut.length === 0);
  });

  test('neither does an app that no configuration can hold', async () => {
    const [one] = await appPorts();
    const rules = await started();
    rules.set(
      app(one),
      app(60_000),
      app(env.portalPort),
      app(one + 1, { upstream: `127.0.0.1:${one}` }),
      app(one + 2, { upstream: 'nowhere.invalid:8501' }),
      app(one, { id: 7, slug: 'twin' }),
    );
    await until(() => answersAt(one));
    await statusIs(({ leftOut }) => leftOut.length === 5);
    const { leftOut } = (await readPublishStatus(env))!;
    expect(leftOut.map(({ port, reason }) => [port, reason]).sort()).toEqual(
      [
        [60_000, 'upstream'],
        [env.portalPort, 'reserved'],
        [one + 1, 'loop'],
        [one + 2, 'unknownHost'],
        [one, 'duplicate'],
      ].sort(),
    );
  });

  test('what Nginx refuses is put aside with its own words, and the next good one is published', async () => {
    const [one, two] = await appPorts();
    const rules = await started(app(one));
    const { rejected, accessLog } = nginxPaths(env);
    // Right as text, refused by this machine: there is a folder where the log should be.
    rmSync(accessLog);
    mkdirSync(accessLog);
    rules.set(app(two));
    await statusIs(({ state, failure, differences }) => {
      const isTold = failure?.code === 'invalid' && failure.params.detail!.includes('access.log');
      return state === 'failed' && isTold && differences.length > 0;
    });
    expect(await answersAt(one)).toBe(true);
    expect(readFileSync(rejected, 'utf8')).toMatch(listens(two));
    rmSync(accessLog, { recursive: true });
    await until(() => answersAt(two));
    await statusIs(({ state, failure }) => state === 'inForce' && failure === null);
  });

  test('an Nginx that does not run gets the newest configuration when it starts', async () => {
    const [one, two] = await appPorts();
    const rules = rulesOf(app(one));
    publish(rules.source);
    await statusIs(({ state }) => state === 'notRunning');
    rules.set(app(two));
    await until(() => listens(two).test(served()));
    await startNginx();
    await until(() => answersAt(two));
    await statusIs(({ state, failure, inForceSince }) => {
      return state === 'inForce' && failure === null && inForceSince !== null;
    });
  });

  test('a port that was taken while Nginx was away does not keep it from starting', async () => {
    const [one, two] = await appPorts();
    const rules = rulesOf(app(one), app(two));
    publish(rules.source);
    await until(() => listens(one).test(served()));
    const foreign = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => foreign.listen(one, '0.0.0.0', resolve));
    open.push(() => foreign.close());
    await until(() => !listens(one).test(served()));
    await startNginx();
    await until(() => answersAt(two));
  });
});

describe('reloads with open websockets', () => {
  /** A connection that an old worker has to keep: a request that its server does not answer. */
  async function hold(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    socket.write('GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await sleep(30);
    open.push(() => socket.destroy());
    return socket;
  }

  test('fifty reloads do not cut a socket, nor does one leave a worker of its own behind', async () => {
    const silent = createServer(() => undefined).listen(env.portalPort, '127.0.0.1');
    open.push(() => silent.close());
    await publishConfig(env, 'en', []);
    await startNginx();
    const master = runningMaster(env)!;
    const first = await hold(httpPort);
    for (let i = 0; i < 50; i++) expect(await reloadNginx(env, 'en', [])).toMatchObject({ ok: true });
    expect(first.destroyed).toBe(false);
    const old = () => workersOf(master).filter((worker) => worker.old).length;
    await until(() => old() === 1);
  });

  test('where each leaves one behind, the oldest end', async () => {
    const silent = createServer(() => undefined).listen(env.portalPort, '127.0.0.1');
    open.push(() => silent.close());
    await publishConfig(env, 'en', []);
    await startNginx();
    const master = runningMaster(env)!;
    const current = workersOf(master).length;
    const most = 8 * current;
    const sockets: Socket[] = [];
    for (let i = 0; i < most + 2; i++) {
      sockets.push(await hold(httpPort));
      expect(await reloadNginx(env, 'en', [])).toMatchObject({ ok: true });
    }
    await until(() => workersOf(master).filter((worker) => worker.old).length <= most);
    await until(() => sockets[0]!.destroyed && sockets[1]!.destroyed);
    expect(sockets.slice(8).some((socket) => socket.destroyed)).toBe(false);
  });
});
