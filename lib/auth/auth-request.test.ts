// next-auth outside of Next, as the portal's thread runs it.

import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../db';
import { freshDatabase, providers } from '../testing/fresh-database';
import { type AuthRequest, answerAuthRequest } from './auth-request';
import { hashPassword } from './password';
import { findSession } from './sessions';

const shared = globalThis as {
  sluiceDatabase?: Database;
  sluiceWriter?: Database;
  sluiceAuthDatabase?: Database;
};
const password = 'gate by the river';
const email = 'kim@example.com';

describe.each(providers)('the endpoints on %s', (provider) => {
  let db: Database;

  beforeEach(async () => {
    const fresh = await freshDatabase(provider);
    db = fresh.db;
    const clients = [openDatabase(fresh.url), openDatabase(fresh.url, { busyTimeout: 0 })] as const;
    [shared.sluiceDatabase, shared.sluiceWriter] = clients;
    shared.sluiceAuthDatabase = shared.sluiceWriter;
    const user = await db.user.create({ data: { email, name: 'Kim' } });
    await db.account.create({
      data: { userId: user.id, role: 'editor', passwordHash: await hashPassword(password) },
    });
    onTestFinished(async () => {
      await Promise.all(clients.map((one) => one.$disconnect()));
    });
  });

  /** A browser at this origin, which keeps its cookies. */
  function browserAt(origin: string) {
    const cookies: Record<string, string> = {};
    const ask = async (method: AuthRequest['method'], action: string, body: Record<string, string> = {}) => {
      const answer = await answerAuthRequest({
        ...{ admission: { origin, address: '10.1.2.7' }, method, action, body, cookies: { ...cookies } },
        ...{ requestId: 'r', userAgent: null },
      });
      const set = answer.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
      for (const cookie of set) {
        const [name = '', value = ''] = cookie.split(';')[0]!.split('=');
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) delete cookies[name];
        else cookies[name] = decodeURIComponent(value);
      }
      return { ...answer, set, json: JSON.parse(answer.body) as Record<string, string> };
    };
    const post = async (action: string, fields: Record<string, string> = {}) => {
      const { csrfToken = '' } = (await ask('GET', 'csrf')).json;
      return ask('POST', action, { ...fields, csrfToken, callbackUrl: '/admin', json: 'true' });
    };
    return { cookies, ask, post };
  }

  test('sign in and out; the cookie is the session, and over TLS it can be set by this host only', async () => {
    const { cookies, post } = browserAt('https://sluice.example.com');
    const signedIn = await post('callback/credentials', { email, password });
    expect(signedIn).toMatchObject({ status: 200, json: { url: 'https://sluice.example.com/admin' } });
    const [cookie = ''] = signedIn.set.filter((each) => each.startsWith('__Host-sluice-session='));
    expect(cookie).toMatch(/; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    const token = cookies['__Host-sluice-session'] ?? '';
    expect(await findSession(db, token)).toMatchObject({ address: '10.1.2.7' });
    await post('signout');
    expect(await findSession(db, token)).toBeNull();
    expect(cookies).not.toHaveProperty('__Host-sluice-session');
  });

  test('a wrong password opens nothing, and without the token of the page no password is looked at', async () => {
    const { cookies, ask, post } = browserAt('http://10.0.0.5:8080');
    const wrong = await post('callback/credentials', { email, password: 'a wrong one' });
    expect(wrong.status).toBe(401);
    expect(new URL(wrong.json.url!).searchParams.get('error')).toBe('wrong');
    const forged = await ask('POST', 'callback/credentials', {
      email,
      password,
      csrfToken: 'x',
      json: 'true',
    });
    expect(forged.json.url).toContain('csrf=true');
    expect(cookies).not.toHaveProperty('sluice-session');
    expect(await db.session.count()).toBe(0);
    expect(await db.changeEvent.count()).toBe(1);
  });

  test('where the database does not take it, that is the error', async () => {
    const { post } = browserAt('http://10.0.0.5:8080');
    await db.$executeRawUnsafe('ALTER TABLE "SignInThrottle" RENAME TO "Away"');
    await expect(post('callback/credentials', { email, password })).rejects.toThrow();
  });
});
