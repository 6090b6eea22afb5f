import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Gate, type SmallApp, startGate, startSmallApp } from '@/lib/guard/guard-fixture';
import { openWebsocket } from '@/lib/guard/websocket-fixture';
import { freePorts, proxySecret } from '@/lib/nginx/nginx-fixture';
import { runSluice } from '@/lib/testing/run-sluice';

const KOREAN = '127.0.0.21';

let gate: Gate;
let app: SmallApp;
let port: number;

beforeAll(async () => {
  const [publicPort = 0, appPort = 0] = await freePorts(2);
  port = publicPort;
  app = await startSmallApp(appPort);
  gate = await startGate({
    apps: [{ slug: 'sales', port, upstreams: [appPort] }],
    users: [{ email: 'jiwoo@example.com', name: '김지우', apps: ['sales'] }],
    ranges: [{ range: KOREAN, user: 'jiwoo@example.com' }],
  });
});
afterAll(async () => {
  await gate.stop();
  await app.stop();
});

const sluice = (...args: string[]) =>
  runSluice(args, {
    env: {
      DATABASE_URL: gate.env.databaseUrl,
      DATA_DIR: gate.env.dataDir,
      GUARD_PORT: String(gate.env.guardPort),
      PROXY_SECRET: proxySecret,
      AUTH_SECRET: proxySecret,
    },
  });

async function connected() {
  return vi.waitFor(
    async () => {
      const socket = await openWebsocket({ port, from: KOREAN });
      expect(socket.status).toBe(101);
      return socket;
    },
    { timeout: 20_000, interval: 100 },
  );
}

test('sessions are listed for people and as JSON, and none is said to be none', async () => {
  expect(await sluice('sessions')).toMatchObject({ code: 0, stdout: 'Nobody has an app open.\n' });
  const socket = await connected();
  const { stdout } = await sluice('sessions');
  expect(stdout).toMatch(new RegExp(`sales +${KOREAN} .*김지우 <jiwoo@example.com>`));
  expect(JSON.parse((await sluice('sessions', '--json')).stdout)).toMatchObject([
    { address: KOREAN, appSlug: 'sales', userName: '김지우' },
  ]);
  socket.close();
  await socket.closed;
});

test('one is ended and on record; one that is not there changes nothing', async () => {
  const socket = await connected();
  const [{ id }] = JSON.parse((await sluice('sessions', '--json')).stdout);
  expect(await sluice('sessions', 'disconnect', id)).toMatchObject({
    code: 0,
    stdout: `Disconnected ${KOREAN} from sales.\n`,
  });
  expect(await socket.closed).toMatchObject({ code: 1008 });
  const recorded = { kind: 'disconnect', entity: 'LiveSession' } as const;
  expect(await gate.db.changeEvent.findMany({ where: recorded })).toMatchObject([
    { actor: 'command line', label: `sales ${KOREAN}`, before: { app: 'sales', user: 'jiwoo@example.com' } },
  ]);
  const again = await sluice('sessions', 'disconnect', id);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('There is no open session');
  expect(await gate.db.changeEvent.count({ where: recorded })).toBe(1);
});

test('a guard that does not answer is said to be away', async () => {
  await gate.guard.stop();
  for (const args of [['sessions'], ['sessions', 'disconnect', 'fcd2b4a4-6d63-4f5c-9a8c-0d6a4b4c8d11']]) {
    const ran = await sluice(...args);
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('The guard does not answer')]);
  }
  await gate.restartGuard();
});
