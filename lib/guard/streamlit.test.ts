// A real Streamlit behind the guard, as far as that takes no browser.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { homeDir } from '@/lib/env';
import { ask, freePorts } from '@/lib/nginx/nginx-fixture';
import { listLiveSessions } from './control';
import { type Gate, startGate } from './guard-fixture';
import { openWebsocket } from './websocket-fixture';

const ALLOWED = '127.0.0.21';

let gate: Gate;
let port: number;
let stopApp: () => Promise<void>;

beforeAll(async () => {
  const [publicPort = 0, appPort = 0] = await freePorts(2);
  port = publicPort;
  const options = {
    'server.address': '127.0.0.1',
    'server.port': String(appPort),
    'server.headless': 'true',
    'server.fileWatcherType': 'none',
    'browser.gatherUsageStats': 'false',
  };
  const child = spawn(
    join(homeDir, '.venv', 'bin', 'python'),
    [
      ...['-m', 'streamlit', 'run', join(homeDir, 'examples', 'sales.py')],
      ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  stopApp = () => {
    child.kill('SIGTERM');
    return exited;
  };
  gate = await startGate({
    apps: [{ slug: 'sales', port, upstreams: [appPort] }],
    ranges: [{ range: ALLOWED, apps: ['sales'] }],
  });
  await vi.waitFor(
    async () => expect((await ask({ port, from: ALLOWED, path: '/_stcore/health' })).body).toBe('ok'),
    { timeout: 60_000, interval: 200 },
  );
});

afterAll(async () => {
  await gate.stop();
  await stopApp();
});

test('its page, its files and its health are there for those who are let in', async () => {
  const page = await ask({ port, from: ALLOWED });
  expect(page).toMatchObject({ status: 200 });
  const script = /src="\.?(\/static\/js\/[^"]+)"/.exec(page.body)?.[1];
  expect((await ask({ port, from: ALLOWED, path: script })).headers['content-type']).toMatch(/javascript/);
  for (const path of ['/', script, '/_stcore/health', '/_stcore/host-config'])
    expect((await ask({ port, from: '127.0.0.99', path })).status).toBe(403);
});

test('its websocket opens with the page’s own origin, and another origin’s is refused by Streamlit itself', async () => {
  const from = ALLOWED;
  const host = `127.0.0.1:${port}`;
  const headers = (origin: string) => [`Origin: ${origin}`, 'Sec-WebSocket-Protocol: streamlit'];
  const socket = await openWebsocket({ port, from, host, headers: headers(`http://${host}`) });
  expect(socket.status).toBe(101);
  expect(await listLiveSessions(gate.env)).toMatchObject([{ appSlug: 'sales', address: from }]);
  const other = await openWebsocket({ port, from, host, headers: headers('http://evil.example') });
  expect(other.status).toBe(403);
  socket.close();
  await socket.closed;
  await vi.waitFor(async () => expect(await listLiveSessions(gate.env)).toEqual([]), 20_000);
});
