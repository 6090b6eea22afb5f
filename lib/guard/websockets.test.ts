// Websockets through the guard: who opens one, what goes through it, and what ends it.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { ask, sendRaw } from '@/lib/nginx/nginx-fixture';
import { disconnectLiveSession, listLiveSessions } from './control';
import {
  apps,
  BLOCKED,
  copies,
  gate,
  gateForTests,
  KOREAN,
  NOBODY_IN_PARTICULAR,
  OTHER_APP_ONLY,
  office,
  sales,
  seenBy,
  UNKNOWN,
} from './gate-fixture';
import { startSmallApp } from './guard-fixture';
import { openWebsocket } from './websocket-fixture';

gateForTests();

const refusals = (where: object) => gate.db.accessEvent.findMany({ where: { outcome: 'deny', ...where } });

describe('a websocket', () => {
  test('passes bytes both ways, tells the app who it is, and is on record from its opening to its close', async () => {
    const socket = await openWebsocket({
      port: sales,
      from: KOREAN,
      path: '/_stcore/stream?x=secret',
      headers: [
        'Cookie: a=1; sluice-session=x',
        'X-Sluice-User: forged',
        'X-Sluice-Anything: forged',
        'Remote-User: forged',
      ],
    });
    expect(socket.status).toBe(101);
    const handshake = seenBy(sales).findLast(({ url }) => url === '/_stcore/stream?x=secret')!;
    expect(JSON.stringify(handshake)).not.toContain('forged');
    expect(decodeURIComponent(handshake.headers['x-sluice-user']![0]!)).toBe('김지우');
    expect(handshake.headers.cookie).toEqual(['a=1']);
    expect(handshake.headers).not.toHaveProperty('x-sluice-secret');
    const open = await gate.db.accessEvent.findMany({ where: { outcome: 'open', address: KOREAN } });
    expect(open).toMatchObject([
      {
        reason: 'SESSION_OPENED',
        appSlug: 'sales',
        userEmail: 'jiwoo+100%@example.com',
        path: '/_stcore/stream',
      },
    ]);

    const large = '한글'.repeat(200_000);
    socket.send('hello');
    socket.send(large);
    await vi.waitFor(() => expect(socket.messages).toEqual(['hello', large]), 20_000);
    expect(await listLiveSessions(gate.env)).toMatchObject([
      { address: KOREAN, appSlug: 'sales', userName: '김지우', id: open[0]!.sessionId },
    ]);
    socket.close();
    await socket.closed;
    const close = await vi.waitFor(
      () =>
        gate.db.accessEvent.findFirstOrThrow({ where: { outcome: 'close', sessionId: open[0]!.sessionId } }),
      10_000,
    );
    expect(close).toMatchObject({ reason: 'VISITOR_LEFT', appSlug: 'sales', requestId: open[0]!.requestId });
    expect(Number(close.bytesIn)).toBeGreaterThan(1_200_000);
    expect(Number(close.bytesOut)).toBeGreaterThan(1_200_000);
    expect(await listLiveSessions(gate.env)).toEqual([]);
  });

  test.each([
    ['a refused range', BLOCKED, 'RANGE_DENIES'],
    ['no range', UNKNOWN, 'NO_RANGE'],
    ['another app’s visitor', OTHER_APP_ONLY, 'APP_NOT_GRANTED'],
  ])('of %s is refused and recorded, and the app hears nothing', async (_, from, reason) => {
    const before = seenBy(sales).length;
    const { status, head } = await openWebsocket({ port: sales, from });
    expect(status).toBe(403);
    expect(head).not.toMatch(/x-sluice-recorded/i);
    expect(seenBy(sales).length).toBe(before);
    expect(await refusals({ address: from, path: '/_stcore/stream' })).toMatchObject([
      { reason, appSlug: 'sales' },
    ]);
    await vi.waitFor(() => expect(gate.accessLog()).toMatch(/"status":403.*"recorded":"1"/), 10_000);
  });

  test('does not let a second request through behind its handshake, though the app ignores the Upgrade', async () => {
    const before = seenBy(office).length;
    const socket = await openWebsocket({ port: office, from: KOREAN });
    expect(socket.status).toBe(200);
    socket.socket.write('GET /smuggled HTTP/1.1\r\nHost: localhost\r\nX-Sluice-User: forged\r\n\r\n');
    await socket.closed;
    // At once behind it, too.
    const bytes =
      'GET /x HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 60\r\n\r\n' +
      'GET /smuggled HTTP/1.1\r\nHost: localhost\r\nX-Sluice-User: a\r\n\r\n';
    await sendRaw(office, bytes);
    await sleep(100);
    const urls = seenBy(office)
      .slice(before)
      .map(({ url }) => url);
    expect(urls).not.toContain('/smuggled');
  });

  test('an Upgrade to anything else is ignored, and the request is one like any other', async () => {
    for (const upgrade of ['h2c', 'TLS/1.0', '0']) {
      const headers: [string, string][] = [
        ['Upgrade', upgrade],
        ['Connection', 'Upgrade, HTTP2-Settings'],
      ];
      const { status, body } = await ask({ port: office, from: KOREAN, headers });
      expect(status).toBe(200);
      expect(JSON.parse(body).headers).not.toHaveProperty('upgrade');
      expect((await ask({ port: office, from: BLOCKED, headers })).status).toBe(403);
    }
  });

  test('goes past a copy that the keeper has found down', async () => {
    const addresses = Array.from({ length: 8 }, (_, i) => `127.0.1.${i + 1}`);
    const row = { appId: gate.ids.get('sales')!, upstream: `127.0.0.1:${copies[0]}` };
    const now = new Date();
    await gate.db.appHealth.create({ data: { ...row, state: 'down', since: now, checkedAt: now } });
    await vi.waitFor(
      async () => {
        const before = apps[0]!.asked.length;
        for (const from of addresses) expect((await ask({ port: sales, from })).status).toBe(200);
        expect(apps[0]!.asked.length).toBe(before);
      },
      { timeout: 20_000, interval: 200 },
    );
    await gate.db.appHealth.deleteMany();
    await vi.waitFor(
      async () => {
        const before = apps[0]!.asked.length;
        for (const from of addresses) await ask({ port: sales, from });
        expect(apps[0]!.asked.length).toBeGreaterThan(before);
      },
      { timeout: 20_000, interval: 200 },
    );
  });

  test('stays where the visitor is connected, and goes to another copy when one does not take it', async () => {
    const first = await openWebsocket({ port: sales, from: NOBODY_IN_PARTICULAR });
    const at = apps.slice(0, 2).findIndex((app) => app.sockets.size > 0);
    await apps[at]!.stop();
    await first.closed;
    const second = await openWebsocket({ port: sales, from: NOBODY_IN_PARTICULAR });
    expect(second.status).toBe(101);
    expect((await ask({ port: sales, from: NOBODY_IN_PARTICULAR })).status).toBe(200);
    apps[at] = await startSmallApp(copies[at]!);
    const before = apps[at]!.asked.length;
    const third = await openWebsocket({ port: sales, from: NOBODY_IN_PARTICULAR });
    expect(third.status).toBe(101);
    expect(apps[at]!.asked.length).toBe(before);
    for (const { close, closed } of [second, third]) {
      close();
      await closed;
    }
  });

  test('of a visitor whose access has ended is cut with a close frame, and nobody else’s', async () => {
    const mine = await openWebsocket({ port: sales, from: KOREAN });
    const other = await openWebsocket({ port: sales, from: NOBODY_IN_PARTICULAR });
    const id = gate.ids.get(KOREAN)!;
    await gate.change(async () => {
      await gate.db.ipRange.update({ where: { id }, data: { enabled: false } });
      return [['IpRange', id]];
    });
    expect(await mine.closed).toEqual({ code: 1008, reason: 'access has ended' });
    expect((await openWebsocket({ port: sales, from: KOREAN })).status).toBe(403);
    other.send('still here');
    await vi.waitFor(() => expect(other.messages).toEqual(['still here']), 10_000);
    other.close();
    await other.closed;
    await vi.waitFor(
      async () =>
        expect(await gate.db.accessEvent.findFirst({ where: { reason: 'ACCESS_ENDED' } })).toMatchObject({
          outcome: 'close',
          address: KOREAN,
          target: 'NO_RANGE',
        }),
      10_000,
    );
    await gate.change(async () => {
      await gate.db.ipRange.update({ where: { id }, data: { enabled: true } });
      return [['IpRange', id]];
    });
    await vi.waitFor(async () => expect((await ask({ port: sales, from: KOREAN })).status).toBe(200), 10_000);
  });

  test('goes on through a maintenance, with all that belongs to it, while nobody new comes in', async () => {
    const id = gate.ids.get('sales')!;
    const maintain = (maintenance: boolean) =>
      gate.change(async () => {
        await gate.db.app.update({ where: { id }, data: { maintenance } });
        return [['App', id]];
      });
    const asks = async (from: string, accept: string) =>
      (await ask({ port: sales, from, headers: [['Accept', accept]] })).status;
    const mine = await openWebsocket({ port: sales, from: KOREAN });
    await maintain(true);
    await vi.waitFor(async () => expect(await asks(NOBODY_IN_PARTICULAR, '*/*')).toBe(503), 10_000);
    mine.send('still here');
    await vi.waitFor(() => expect(mine.messages).toEqual(['still here']), 10_000);
    expect(await asks(KOREAN, '*/*')).toBe(200);
    const upload = { method: 'PUT', path: '/_stcore/upload_file/a/b', body: 'x'.repeat(200_000) };
    expect((await ask({ port: sales, from: KOREAN, ...upload })).status).toBe(200);
    // Another page is somebody coming in, and so is another socket.
    expect(await asks(KOREAN, 'text/html,application/xhtml+xml,*/*;q=0.8')).toBe(503);
    expect((await openWebsocket({ port: sales, from: KOREAN })).status).toBe(503);
    mine.close();
    await mine.closed;
    await vi.waitFor(async () => expect(await asks(KOREAN, '*/*')).toBe(503), 10_000);
    await maintain(false);
    await vi.waitFor(async () => expect(await asks(KOREAN, '*/*')).toBe(200), 10_000);
  });

  test('ends by itself at the moment until which its rule holds', async () => {
    const id = gate.ids.get(KOREAN)!;
    const until = Date.now() + 3000;
    await gate.change(async () => {
      await gate.db.ipRange.update({ where: { id }, data: { validUntil: new Date(until) } });
      return [['IpRange', id]];
    });
    const socket = await openWebsocket({ port: sales, from: KOREAN });
    expect(await socket.closed).toMatchObject({ code: 1008 });
    expect(Date.now()).toBeGreaterThanOrEqual(until);
    await gate.change(async () => {
      await gate.db.ipRange.update({ where: { id }, data: { validUntil: null } });
      return [['IpRange', id]];
    });
    await vi.waitFor(async () => expect((await ask({ port: sales, from: KOREAN })).status).toBe(200), 10_000);
  });

  test('can be ended by those who have the key, and by nobody else', async () => {
    const socket = await openWebsocket({ port: sales, from: KOREAN });
    const [session] = await listLiveSessions(gate.env);
    const { guardPort } = gate.env;
    const path = `/control/sessions/${session!.id}`;
    expect((await ask({ port: guardPort, path, method: 'DELETE' })).status).toBe(403);
    const wrong: [string, string][] = [['X-Sluice-Control', 'f'.repeat(64)]];
    expect((await ask({ port: guardPort, path: '/control/sessions', headers: wrong })).status).toBe(403);
    expect(await disconnectLiveSession(gate.env, session!.id, 'tea')).toMatchObject({ address: KOREAN });
    expect(await socket.closed).toEqual({ code: 1008, reason: 'disconnected by an administrator' });
    expect(await disconnectLiveSession(gate.env, session!.id, null)).toBeUndefined();
    await vi.waitFor(
      async () =>
        expect(await gate.db.accessEvent.findFirst({ where: { reason: 'DISCONNECTED' } })).toMatchObject({
          sessionId: session!.id,
          target: 'tea',
        }),
      10_000,
    );
  });

  test('that ends without a word, on either side, is over on the other', async () => {
    const visitor = await openWebsocket({ port: sales, from: KOREAN });
    await vi.waitFor(() => expect(apps[0]!.sockets.size + apps[1]!.sockets.size).toBe(1), 10_000);
    visitor.socket.resetAndDestroy();
    await vi.waitFor(() => expect(apps[0]!.sockets.size + apps[1]!.sockets.size).toBe(0), 10_000);
    const other = await openWebsocket({ port: sales, from: KOREAN });
    for (const app of apps.slice(0, 2)) for (const socket of app.sockets) socket.resetAndDestroy();
    expect(await other.closed).toBeNull();
    await vi.waitFor(async () => expect(await listLiveSessions(gate.env)).toEqual([]), 10_000);
  });

  test('a visitor who does not read holds up nobody and no memory', async () => {
    const slow = await openWebsocket({ port: sales, from: KOREAN });
    slow.socket.pause();
    const before = process.memoryUsage().rss;
    const chunk = 'x'.repeat(60_000);
    for (let i = 0; i < 1000; i++) slow.send(chunk);
    const quick = await openWebsocket({ port: sales, from: NOBODY_IN_PARTICULAR });
    quick.send('hello');
    await vi.waitFor(() => expect(quick.messages).toEqual(['hello']), 20_000);
    // This process is visitor, guard and app in one: the visitor's own 60 MB that wait to be sent are in it.
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
    slow.socket.resume();
    await vi.waitFor(() => expect(slow.messages.length).toBe(1000), { timeout: 30_000 });
    for (const { close, closed } of [slow, quick]) {
      close();
      await closed;
    }
  });
});

test('fifty reloads of Nginx cut no socket, and leave no worker behind when the sockets are gone', async () => {
  const workers = () => childrenOf(gate.nginx.process.pid!);
  const before = workers().length;
  const sockets = await Promise.all(
    [KOREAN, NOBODY_IN_PARTICULAR].map((from) => openWebsocket({ port: sales, from })),
  );
  for (let i = 0; i < 50; i++) {
    const known = new Set(workers());
    gate.nginx.process.kill('SIGHUP');
    await vi.waitFor(() => expect(workers().some((pid) => !known.has(pid))).toBe(true), {
      timeout: 20_000,
      interval: 10,
    });
  }
  for (const [i, { send, messages }] of sockets.entries()) {
    send(`still here ${i}`);
    await vi.waitFor(() => expect(messages).toEqual([`still here ${i}`]), 10_000);
  }
  // The new ones, and those that hold an open socket.
  await vi.waitFor(() => expect(workers().length).toBeLessThanOrEqual(before + sockets.length), 20_000);
  for (const { close, closed } of sockets) {
    close();
    await closed;
  }
  await vi.waitFor(() => expect(workers().length).toBe(before), 20_000);
});

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
