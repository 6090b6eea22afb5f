import { describe, expect, test } from 'vitest';
import type { Database } from '../db';
import { changeRules } from '../rule-change';
import { freshDatabase, providers } from '../testing/fresh-database';
import { giveRole, issueLink } from './people';
import { LinkUsedUp, redeemLink } from './redeem-link';
import { newToken, tokenHash } from './secret-token';
import { findLink, LINK_LIFE, storeLink } from './sign-in-links';

const author = { actor: 'command line' };
const first = { email: 'kim@example.com', name: 'Kim' };

async function invited(db: Database) {
  const { changes } = await changeRules(db, author, (tx) => giveRole(tx, { ...first, role: 'editor' }));
  const userId = changes[0]!.id!;
  const link = async () => {
    const token = newToken();
    await changeRules(db, author, (tx) => issueLink(tx, userId, tokenHash(token)));
    return token;
  };
  return { userId, link };
}

const redeem = (db: Database, token: string, hash = 'hash', who: typeof first | null = null) =>
  changeRules(db, author, async (tx) => (await redeemLink(tx, token, hash, who)).changes);

describe.each(providers)('a link on %s', (provider) => {
  test('sets a password, once', async () => {
    const { db } = await freshDatabase(provider);
    const { userId, link } = await invited(db);
    const token = await link();
    expect(await findLink(db, token)).toMatchObject({ kind: 'password', userId, ...first });
    await redeem(db, token);
    expect(await db.account.findUnique({ where: { userId } })).toMatchObject({ passwordHash: 'hash' });
    expect(await findLink(db, token)).toBeNull();
    await expect(redeem(db, token, 'other')).rejects.toThrow(LinkUsedUp);
    expect(await db.account.findUnique({ where: { userId } })).toMatchObject({ passwordHash: 'hash' });
  });

  test('is used by one of two who try at once', async () => {
    const { db } = await freshDatabase(provider);
    const { link } = await invited(db);
    const token = await link();
    const tries = await Promise.allSettled([redeem(db, token, 'a'), redeem(db, token, 'b')]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is replaced by a newer one, and ends after a day', async () => {
    const { db } = await freshDatabase(provider);
    const { link } = await invited(db);
    const [older, newer] = [await link(), await link()];
    expect(await findLink(db, older)).toBeNull();
    const now = Date.now();
    expect(await findLink(db, newer, new Date(now + LINK_LIFE - 60_000))).not.toBeNull();
    expect(await findLink(db, newer, new Date(now + LINK_LIFE + 1000))).toBeNull();
  });

  test('of a disabled user is worth nothing', async () => {
    const { db } = await freshDatabase(provider);
    const { link } = await invited(db);
    const token = await link();
    await db.user.updateMany({ data: { enabled: false } });
    expect(await findLink(db, token)).toBeNull();
  });

  test('makes the first administrator, and no second one', async () => {
    const { db } = await freshDatabase(provider);
    const [one, two] = [newToken(), newToken()];
    await db.$transaction((tx) => storeLink(tx, tokenHash(one), null));
    await redeem(db, one, 'hash', first);
    expect(await db.account.findMany({ include: { user: true } })).toMatchObject([
      { role: 'admin', passwordHash: 'hash', user: first },
    ]);
    const kinds = (await db.changeEvent.findMany({ orderBy: { id: 'asc' } })).map(
      ({ entity, kind }) => `${entity} ${kind}`,
    );
    expect(kinds).toEqual(['User create', 'Account create', 'Account setPassword']);
    await db.$transaction((tx) => storeLink(tx, tokenHash(two), null));
    expect(await findLink(db, two)).toBeNull();
    await expect(redeem(db, two, 'hash', { ...first, email: 'lee@example.com' })).rejects.toThrow(LinkUsedUp);
    expect(await db.user.count()).toBe(1);
  });

  test('makes a user who is there already the first administrator', async () => {
    const { db } = await freshDatabase(provider);
    await db.user.create({ data: { email: first.email, name: 'As it was' } });
    const token = newToken();
    await db.$transaction((tx) => storeLink(tx, tokenHash(token), null));
    await redeem(db, token, 'hash', first);
    expect(await db.user.findMany({ include: { account: true } })).toMatchObject([
      { name: 'As it was', account: { role: 'admin' } },
    ]);
  });

  test('leaves neither token nor hash in the audit log', async () => {
    const { db } = await freshDatabase(provider);
    const { link } = await invited(db);
    const token = await link();
    await redeem(db, token, 'the-hash');
    const log = JSON.stringify(await db.changeEvent.findMany());
    for (const secret of [token, tokenHash(token), 'the-hash']) expect(log).not.toContain(secret);
  });
});
