import { describe, expect, test } from 'vitest';
import type { Change } from '../audit/change';
import type { Database } from '../db';
import { changeRules } from '../rule-change';
import { freshDatabase, providers } from '../testing/fresh-database';
import type { Role } from './administrator';
import { takeRole } from './people';
import { listSessions } from './queries';
import { setPassword } from './redeem-link';
import { tokenHash } from './secret-token';
import { clearOldSessions, createSession, findSession, IDLE, LONGEST, touchSession } from './sessions';

const MINUTE = 60_000;
const start = new Date(Date.UTC(2026, 10, 1));
const later = (ms: number) => new Date(start.getTime() + ms);
const browser = {
  address: '10.1.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36',
};

async function person(db: Database, email = 'kim@example.com', role: Role = 'editor') {
  const user = await db.user.create({ data: { email, name: 'Kim' } });
  await db.account.create({ data: { userId: user.id, role, passwordHash: 'x' } });
  return user.id;
}

describe.each(providers)('a session on %s', (provider) => {
  test('is found by its token, which the database does not have', async () => {
    const { db } = await freshDatabase(provider);
    const userId = await person(db);
    const token = await createSession(db, userId, browser, start);
    const session = await findSession(db, token, start);
    expect(session).toMatchObject({ userId, id: tokenHash(token), account: { role: 'editor' } });
    expect(JSON.stringify(await db.session.findMany())).not.toContain(token);
    for (const other of ['', tokenHash(token), `${token}x`, token.slice(1)]) {
      expect(await findSession(db, other, start)).toBeNull();
    }
  });

  test('ends when nobody uses it, and after seven days at the latest', async () => {
    const { db } = await freshDatabase(provider);
    const token = await createSession(db, await person(db), browser, start);
    expect(await findSession(db, token, later(IDLE - MINUTE))).not.toBeNull();
    expect(await findSession(db, token, later(IDLE))).toBeNull();
    for (let at = 0; at < LONGEST; at += IDLE / 2) {
      const session = await findSession(db, token, later(at));
      await touchSession(db, session!, '10.1.2.8', later(at));
    }
    expect(await findSession(db, token, later(LONGEST - MINUTE))).toMatchObject({ address: '10.1.2.8' });
    expect(await findSession(db, token, later(LONGEST))).toBeNull();
    await clearOldSessions(db, later(LONGEST));
    expect(await db.session.count()).toBe(0);
  });

  test('notes that it is in use once a minute', async () => {
    const { db } = await freshDatabase(provider);
    const token = await createSession(db, await person(db), browser, start);
    const session = (await findSession(db, token, start))!;
    const seen = async () => (await db.session.findFirstOrThrow()).lastSeenAt;
    await touchSession(db, session, null, later(MINUTE - 1));
    expect(await seen()).toEqual(start);
    await Promise.all([1, 2, 3].map((i) => touchSession(db, session, null, later(MINUTE + i))));
    expect((await seen()).getTime()).toBeGreaterThan(start.getTime());
  });

  test('of a user who is disabled is worth nothing, also once they are enabled again', async () => {
    const { db } = await freshDatabase(provider);
    const userId = await person(db);
    const other = await createSession(db, await person(db, 'lee@example.com'), browser, start);
    const token = await createSession(db, userId, browser, start);
    const turn = (enabled: boolean) =>
      changeRules(db, { actor: 'command line' }, async (tx): Promise<Change[]> => {
        await tx.user.update({ where: { id: userId }, data: { enabled } });
        const label = 'kim@example.com';
        const rule = { before: { enabled: !enabled }, after: { enabled } };
        return [{ entity: 'User', id: userId, kind: 'update', label, ...rule }];
      });
    await turn(false);
    expect(await findSession(db, token, start)).toBeNull();
    await turn(true);
    expect(await findSession(db, token, start)).toBeNull();
    expect(await findSession(db, other, start)).not.toBeNull();
  });

  test('ends with the role', async () => {
    const { db } = await freshDatabase(provider);
    const userId = await person(db);
    const token = await createSession(db, userId, browser, start);
    await changeRules(db, { actor: 'command line' }, (tx) => takeRole(tx, userId));
    expect(await findSession(db, token, start)).toBeNull();
    expect(await db.user.count()).toBe(1);
  });

  test('ends with the password, but for the browser that changed it', async () => {
    const { db } = await freshDatabase(provider);
    const userId = await person(db);
    const [own, other] = [
      await createSession(db, userId, browser, start),
      await createSession(db, userId, browser, start),
    ];
    await db.$transaction((tx) => setPassword(tx, userId, 'y', tokenHash(own)));
    expect(await findSession(db, own, start)).not.toBeNull();
    expect(await findSession(db, other, start)).toBeNull();
  });

  test('is listed with whose it is, whence and by which browser, while it counts', async () => {
    const { db } = await freshDatabase(provider);
    const [kim, lee] = [await person(db), await person(db, 'lee@example.com')];
    await createSession(db, kim, browser, start);
    await createSession(db, lee, { address: null, userAgent: null }, later(MINUTE));
    expect(await listSessions(db, {}, later(MINUTE))).toMatchObject([
      { email: 'lee@example.com', browser: '', address: null },
      { email: 'kim@example.com', browser: 'Chrome 156, Linux', address: '10.1.2.7' },
    ]);
    expect(await listSessions(db, { userId: kim }, later(MINUTE))).toHaveLength(1);
    expect(await listSessions(db, {}, later(LONGEST))).toEqual([]);
  });
});
