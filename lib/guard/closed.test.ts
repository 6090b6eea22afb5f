// What lets nobody in: a database, a record or a guard that is away, and callers that are not Nginx.

import { describe, expect, test, vi } from 'vitest';
import { ask } from '@/lib/nginx/nginx-fixture';
import { GuardAway, listLiveSessions } from './control';
import { BLOCKED, gate, gateForTests, KOREAN, sales, seenBy } from './gate-fixture';
import { openWebsocket } from './websocket-fixture';

gateForTests();

describe('closed, never open', () => {
  test('while the database is away; open sessions go on for a while, and it opens by itself again', async () => {
    const socket = await openWebsocket({ port: sales, from: KOREAN });
    await gate.db.$executeRawUnsafe('ALTER TABLE "RuleState" RENAME TO "RuleStateAway"');
    try {
      await vi.waitFor(async () => expect((await ask({ port: sales, from: KOREAN })).status).toBe(503), {
        timeout: 10_000,
        interval: 200,
      });
      expect((await openWebsocket({ port: sales, from: KOREAN })).status).toBe(503);
      socket.send('still here');
      await vi.waitFor(() => expect(socket.messages).toEqual(['still here']), 10_000);
    } finally {
      await gate.db.$executeRawUnsafe('ALTER TABLE "RuleStateAway" RENAME TO "RuleState"');
    }
    await vi.waitFor(async () => expect((await ask({ port: sales, from: KOREAN })).status).toBe(200), {
      timeout: 10_000,
      interval: 200,
    });
    socket.close();
    await socket.closed;
  });

  test('where a session cannot be recorded, and the app hears nothing of it', async () => {
    await gate.db.$executeRawUnsafe('ALTER TABLE "AccessEvent" RENAME TO "AccessEventAway"');
    const before = seenBy(sales).length;
    try {
      expect((await openWebsocket({ port: sales, from: KOREAN })).status).toBe(503);
      expect((await openWebsocket({ port: sales, from: BLOCKED })).status).toBe(403);
    } finally {
      await gate.db.$executeRawUnsafe('ALTER TABLE "AccessEventAway" RENAME TO "AccessEvent"');
    }
    expect(seenBy(sales).length).toBe(before);
  });

  test('without the guard; its sessions are recorded as ended, and it opens again with it', async () => {
    const socket = await openWebsocket({ port: sales, from: KOREAN });
    const [session] = await listLiveSessions(gate.env);
    await gate.guard.stop();
    expect(await socket.closed).toMatchObject({ code: 1012 });
    const before = seenBy(sales).length;
    const answer = await ask({ port: sales, from: KOREAN });
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('cannot be checked');
    expect((await ask({ port: sales, from: BLOCKED })).status).toBe(503);
    expect((await openWebsocket({ port: sales, from: KOREAN })).status).toBe(503);
    expect(seenBy(sales).length).toBe(before);
    await expect(listLiveSessions(gate.env)).rejects.toBeInstanceOf(GuardAway);
    await gate.restartGuard();
    // At once, or from the spool, where the test before this one has left it waiting.
    await vi.waitFor(
      async () =>
        expect(
          await gate.db.accessEvent.findFirst({ where: { outcome: 'close', sessionId: session!.id } }),
        ).toMatchObject({ reason: 'GUARD_STOPPED' }),
      20_000,
    );
    await vi.waitFor(async () => expect((await ask({ port: sales, from: KOREAN })).status).toBe(200), 20_000);
  });
});

test('what does not come from Nginx is not believed', async () => {
  const { guardPort } = gate.env;
  const headers: [string, string][] = [
    ['X-Real-IP', KOREAN],
    ['X-Sluice-App', '1'],
    ['X-Sluice-Secret', 'wrong'],
  ];
  expect((await ask({ port: guardPort, path: '/authorise', headers })).status).toBe(403);
  expect((await ask({ port: guardPort, path: '/refused', headers })).status).toBe(403);
  expect(
    (await openWebsocket({ port: guardPort, headers: headers.map((pair) => pair.join(': ')) })).status,
  ).toBe(403);
});
