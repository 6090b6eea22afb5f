// What the guard's tests share: three guarded apps and visitors who may use some of them, some none.

import { afterAll, beforeAll, expect, vi } from 'vitest';
import { ask, freePorts } from '@/lib/nginx/nginx-fixture';
import { type Gate, type SmallApp, startGate, startSmallApp } from './guard-fixture';

export const KOREAN = '127.0.0.21';
export const NOBODY_IN_PARTICULAR = '127.0.0.22';
export const OTHER_APP_ONLY = '127.0.0.31';
export const BLOCKED = '127.0.0.66';
export const UNKNOWN = '127.0.0.99';

export let gate: Gate;
/** The two copies of the sales app, and the office app. */
export let apps: SmallApp[];
/** Public ports. Nothing answers behind `dead`. */
export let sales: number;
export let office: number;
export let dead: number;
/** The ports of the sales app's copies. */
export let copies: number[];
let reply: Record<string, string> | undefined;

/** The office app's next answer has these headers. */
export function replyOnce(headers: Record<string, string>): void {
  reply = headers;
}

export const seenBy = (port: number) =>
  port === office ? apps[2]!.asked : [...apps[0]!.asked, ...apps[1]!.asked];

/** Starts them before a file's tests, and stops them afterwards. */
export function gateForTests(): void {
  beforeAll(async () => {
    const ports = await freePorts(7);
    [sales = 0, office = 0, dead = 0] = ports;
    copies = ports.slice(3, 5);
    const [officeApp = 0, nothing = 0] = ports.slice(5);
    apps = await Promise.all([
      ...copies.map((port) => startSmallApp(port)),
      startSmallApp(officeApp, {
        ignoresUpgrade: true,
        answer: (_, response) => {
          if (!reply) return false;
          response.writeHead(200, reply).end('as told');
          reply = undefined;
          return true;
        },
      }),
    ]);
    gate = await startGate({
      apps: [
        { slug: 'sales', port: sales, upstreams: copies },
        { slug: 'office', port: office, upstreams: [officeApp] },
        { slug: 'dead', port: dead, upstreams: [nothing] },
      ],
      users: [{ email: 'jiwoo+100%@example.com', name: '김지우', apps: ['sales', 'office'] }],
      ranges: [
        { range: KOREAN, user: 'jiwoo+100%@example.com' },
        { range: NOBODY_IN_PARTICULAR, apps: ['sales', 'office', 'dead'] },
        { range: OTHER_APP_ONLY, apps: ['office'] },
        { range: BLOCKED, deny: true },
        { range: '127.0.1.0/24', apps: ['sales'] },
      ],
    });
    await vi.waitFor(
      async () => expect((await ask({ port: office, from: KOREAN })).status).toBe(200),
      20_000,
    );
  });

  afterAll(async () => {
    await gate.stop();
    await Promise.all(apps.map((app) => app.stop()));
  });
}
