import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../db';
import { freshDatabase, providers } from '../testing/fresh-database';
import { hashPassword } from './password';
import { findSession } from './sessions';
import { signIn, signOut } from './sign-in';

const shared = globalThis as {
  sluiceDatabase?: Database;
  sluiceWriter?: Database;
  sluiceAuthDatabase?: Database;
};
const password = 'gate by the river';
const from = { address: '10.1.2.7', userAgent: null, requestId: '0'.repeat(32) };
const kim = { ...from, email: 'kim@example.com', password };

describe.each(providers)('signing in on %s', (provider) => {
  let db: Database;
  let userId: number;

  beforeEach(async () => {
    const fresh = await freshDatabase(provider);
    db = fresh.db;
    shared.sluiceDatabase = openDatabase(fresh.url);
    shared.sluiceWriter = openDatabase(fresh.url, { busyTimeout: 0 });
    shared.sluiceAuthDatabase = openDatabase(fresh.url, { busyTimeout: 0 });
    const user = await db.user.create({ data: { email: kim.email, name: 'Kim' } });
    userId = user.id;
    await db.account.create({
      data: { userId, role: 'editor', passwordHash: await hashPassword(password) },
    });
  });

  afterEach(async () => {
    const open = [shared.sluiceDatabase, shared.sluiceWriter, shared.sluiceAuthDatabase];
    await Promise.all(open.map((one) => one?.$disconnect()));
  });

  const events = async () =>
    (await db.changeEvent.findMany({ orderBy: { id: 'asc' } })).map(
      ({ kind, label, actor, entityId }) => `${kind} ${label} by ${actor}, ${entityId}`,
    );

  test('opens a session that signing out ends; both are recorded', async () => {
    const result = await signIn({ ...kim, email: ' KIM@example.com ' });
    if (result.status !== 'signedIn') throw new Error(result.status);
    expect(await findSession(db, result.token)).toMatchObject({ userId, address: from.address });
    await signOut(result.token, from.address, from.requestId);
    expect(await findSession(db, result.token)).toBeNull();
    await signOut(result.token, from.address, from.requestId);
    const who = `${kim.email} by ${kim.email}, ${userId}`;
    expect(await events()).toEqual([`signIn ${who}`, `signOut ${who}`]);
    expect(JSON.stringify(await db.changeEvent.findMany())).not.toContain(result.token);
    expect((await db.ruleState.findFirstOrThrow()).revision).toBe(0);
  });

  test('anew ends the session that the browser had', async () => {
    const first = await signIn(kim);
    const token = first.status === 'signedIn' ? first.token : '';
    const second = await signIn({ ...kim, token });
    expect(second.status === 'signedIn' && second.token !== token).toBe(true);
    expect(await findSession(db, token)).toBeNull();
    expect(await db.session.count()).toBe(1);
  });

  test('a wrong password, an unknown email, a disabled user and one without a role get the same answer', async () => {
    const make = (name: string, enabled: boolean) =>
      db.user.create({ data: { email: `${name}@example.com`, name, enabled } });
    await make('visitor', true);
    const gone = await make('gone', false);
    const passwordHash = await hashPassword(password);
    await db.account.create({ data: { userId: gone.id, role: 'admin', passwordHash } });
    const answers = [];
    for (const request of [
      { ...kim, password: 'wrong' },
      { ...kim, email: 'nobody@example.com' },
      { ...kim, email: 'visitor@example.com' },
      { ...kim, email: 'gone@example.com' },
    ]) {
      answers.push(await signIn(request));
    }
    expect(answers).toEqual(answers.map(() => ({ status: 'wrong' })));
    expect((await events()).map((event) => event.split(',')[0])).toEqual(
      ['kim', 'nobody', 'visitor', 'gone'].map((name) => `signInFailed ${name}@example.com by not signed in`),
    );
    expect(await db.session.count()).toBe(0);
  });

  test('of many guesses at once few are looked at, and one lock is recorded; others sign in meanwhile', async () => {
    const guesses = Array.from({ length: 40 }, (_, i) => signIn({ ...kim, password: `guess ${i}` }));
    const elsewhere = signIn({ ...kim, address: '10.1.2.8' });
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === 'wrong')).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 'locked')).toHaveLength(35);
    expect((await elsewhere).status).toBe('signedIn');
    expect((await signIn(kim)).status).toBe('locked');
    const kinds = (await events()).map((event) => event.split(' ')[0]);
    expect(kinds.filter((kind) => kind === 'signInFailed')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'lockOut')).toHaveLength(1);
  });

  test('an odd email is recorded bounded and readable', async () => {
    await signIn({ ...kim, email: `x\n‮${'y'.repeat(100_000)}` });
    const { label } = await db.changeEvent.findFirstOrThrow();
    expect(label).toMatch(/^x\\u000a\\u202ey+…$/);
    expect(label!.length).toBeLessThanOrEqual(80);
  });
});
