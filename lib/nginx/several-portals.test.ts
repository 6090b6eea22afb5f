// Several portals behind one Nginx: one that dies, or hangs, is no visitor's trouble.

import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import {
  ask,
  freePorts,
  modelFor,
  type RunningNginx,
  startNginx,
  startUpstream,
  temporaryFolder,
} from './nginx-fixture';

const folder = temporaryFolder();
let nginx: RunningNginx;
let ports: number[];
let portals: ChildProcess[];

/** Answers with its port, after a moment in which it can die; counts what it was POSTed. */
const source = `
  import { createServer } from 'node:http';
  const port = Number(process.argv[2]);
  createServer((request, response) => {
    if (request.method === 'POST') process.send('POST');
    if (request.url === '/die') return process.kill(process.pid, 'SIGKILL');
    setTimeout(() => response.end(String(port)), 3);
  }).listen(port, '127.0.0.1', () => process.send('ready'));
`;

function startPortal(port: number): Promise<ChildProcess> {
  const file = join(folder.path, 'portal.mjs');
  writeFileSync(file, source);
  const child = fork(file, [String(port)]);
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}`)));
  });
}

let count = 0;
beforeEach(async () => {
  const [httpPort = 0, ...others] = await freePorts(3);
  ports = others;
  portals = await Promise.all(ports.map(startPortal));
  const portalUpstreams = ports.map((port) => `127.0.0.1:${port}`);
  nginx = await startNginx(modelFor(join(folder.path, String(++count)), { httpPort, portalUpstreams }));
});
afterEach(async () => {
  await nginx.stop();
  for (const portal of portals) portal.kill('SIGKILL');
});
afterAll(folder.remove);

/** Visitors who land again and again until `done`; what each got. */
async function landings(visitors: number, done: () => boolean): Promise<{ status: number; body: string }[]> {
  const answers: { status: number; body: string }[] = [];
  const visitor = async (i: number) => {
    while (!done()) answers.push(await ask({ port: nginx.port, from: `127.0.1.${i + 1}` }));
  };
  await Promise.all(Array.from({ length: visitors }, (_, i) => visitor(i)));
  return answers;
}

test('all are asked, and one that is killed under load costs nobody a landing', async () => {
  let seen = 0;
  let isDone = false;
  const landed = landings(8, () => {
    seen++;
    if (seen === 200) portals[0]?.kill('SIGKILL');
    isDone ||= seen > 800;
    return isDone;
  });
  const answers = await landed;
  expect(answers.length).toBeGreaterThan(700);
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const asked = new Set(answers.slice(0, 150).map(({ body }) => body));
  expect([...asked].sort()).toEqual(ports.map(String).sort());
  expect(new Set(answers.slice(-100).map(({ body }) => body))).toEqual(new Set([String(ports[1])]));
});

test('an administrator stays with one portal while it answers', async () => {
  const portalOf = async (from: string, path: string) => (await ask({ port: nginx.port, from, path })).body;
  const all = new Set<string>();
  for (let i = 1; i <= 12; i++) {
    const paths = ['/admin', '/admin/import', '/login', '/api/auth/session', '/admin/audit/visits/live'];
    const own = new Set(await Promise.all(paths.map((path) => portalOf(`127.0.2.${i}`, path))));
    expect(own.size).toBe(1);
    for (const port of own) all.add(port);
  }
  expect(all.size).toBe(2);
  portals[0]?.kill('SIGKILL');
  for (let i = 1; i <= 12; i++) expect(await portalOf(`127.0.2.${i}`, '/admin')).toBe(String(ports[1]));
});

test('one that hangs is left out after the first visitor has waited for another', async () => {
  portals[0]?.kill('SIGSTOP');
  const first = await Promise.all(Array.from({ length: 4 }, () => ask({ port: nginx.port })));
  expect(first.map(({ status, body }) => [status, body])).toEqual(first.map(() => [200, String(ports[1])]));
}, 30_000);

test('one that comes back is asked again', async () => {
  portals[0]?.kill('SIGKILL');
  expect((await ask({ port: nginx.port })).status).toBe(200);
  portals[0] = await startPortal(ports[0]!);
  const deadline = Date.now() + 60_000;
  const bodies = new Set<string>();
  while (bodies.size < 2 && Date.now() < deadline) bodies.add((await ask({ port: nginx.port })).body);
  expect(bodies.size).toBe(2);
}, 90_000);

test('what has been sent to change something is never sent twice, not even when its portal dies of it', async () => {
  let posts = 0;
  for (const portal of portals) portal.on('message', (message) => (posts += message === 'POST' ? 1 : 0));
  const answer = await ask({ port: nginx.port, method: 'POST', path: '/die', body: 'a=1' });
  expect(answer.status).toBe(503);
  await expect.poll(() => portals.filter(({ signalCode }) => signalCode).length).toBe(1);
  expect(posts).toBe(1);
});

test('while none answers, visitors get the page that tries again', async () => {
  for (const portal of portals) portal.kill('SIGKILL');
  const away = await ask({ port: nginx.port });
  expect([away.status, away.headers['retry-after']]).toEqual([503, '5']);
  const late = await startUpstream(ports[0]!);
  await expect.poll(async () => (await ask({ port: nginx.port })).status, { timeout: 30_000 }).toBe(200);
  await late.stop();
}, 60_000);
