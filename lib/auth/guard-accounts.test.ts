import { describe, expect, test } from 'vitest';
import type { Change } from '../audit/change';
import type { Database, Transaction } from '../db';
import { freshDatabase, providers } from '../testing/fresh-database';
import type { Administrator, Role } from './administrator';
import { guardAccounts } from './guard-accounts';
import { changeRole, takeRole } from './people';

async function person(db: Database, name: string, role: Role | null, passwordHash: string | null = 'x') {
  const email = `${name}@example.com`;
  const { id } = await db.user.create({ data: { email, name } });
  if (role) await db.account.create({ data: { userId: id, role, passwordHash } });
  return { id, email };
}

const by = (userId: number, role: Role) => ({ userId, role }) as Administrator;

/** What the guard says about work in a transaction, which is then taken back. */
async function verdict(
  db: Database,
  url: string,
  who: Administrator,
  work: (tx: Transaction) => Promise<Change[]>,
) {
  const { openDatabase } = await import('../db');
  const committed = openDatabase(url);
  try {
    await db.$transaction(async (tx) => {
      await guardAccounts(tx, await work(tx), who, committed);
      throw 'allowed';
    });
  } catch (error) {
    return typeof error === 'string' ? error : (error as { code?: string }).code;
  } finally {
    await committed.$disconnect();
  }
  return undefined;
}

const update = (id: number, before: object, after: object) => async (tx: Transaction) => {
  await tx.user.update({ where: { id }, data: after });
  const change = { entity: 'User', id, kind: 'update', label: 'l', before, after };
  return [change] as unknown as Change[];
};
const remove = (id: number, email: string) => async (tx: Transaction) => {
  await tx.user.delete({ where: { id } });
  const change = {
    entity: 'User',
    id,
    kind: 'delete',
    label: email,
    before: { email, enabled: true },
    after: null,
  };
  return [change] as unknown as Change[];
};

describe.each(providers)('on %s', (provider) => {
  test('an editor does with ordinary users as they like, and with people who sign in only what is harmless', async () => {
    const { db, url } = await freshDatabase(provider);
    const boss = await person(db, 'boss', 'admin');
    const viewer = await person(db, 'viewer', 'viewer');
    const nobody = await person(db, 'nobody', null);
    const editor = by((await person(db, 'editor', 'editor')).id, 'editor');
    const says = (work: (tx: Transaction) => Promise<Change[]>) => verdict(db, url, editor, work);
    const disable = (id: number) => update(id, { enabled: true }, { enabled: false });
    const rename = (id: number) =>
      update(id, { email: 'a@example.com', name: 'a' }, { email: 'a@example.com', name: 'b' });
    const takeOver = (id: number) => update(id, { email: 'a@example.com' }, { email: 'mine@example.com' });

    expect(await says(disable(nobody.id))).toBe('allowed');
    expect(await says(takeOver(nobody.id))).toBe('allowed');
    expect(await says(remove(nobody.id, nobody.email))).toBe('allowed');
    for (const { id, email } of [boss, viewer]) {
      expect(await says(rename(id))).toBe('allowed');
      expect(await says(disable(id))).toBe('ACCOUNT_NEEDS_ADMIN');
      expect(await says(takeOver(id))).toBe('ACCOUNT_NEEDS_ADMIN');
      expect(await says(remove(id, email))).toBe('ACCOUNT_NEEDS_ADMIN');
    }
  });

  test('the last administrator who can sign in stays', async () => {
    const { db, url } = await freshDatabase(provider);
    const boss = await person(db, 'boss', 'admin');
    await person(db, 'invited', 'admin', null);
    // Signed in when there was another one.
    const other = await person(db, 'other', 'admin');
    const says = (work: (tx: Transaction) => Promise<Change[]>) =>
      verdict(db, url, by(other.id, 'admin'), work);
    const ways = [
      update(boss.id, { enabled: true }, { enabled: false }),
      remove(boss.id, boss.email),
      (tx: Transaction) => changeRole(tx, { userId: boss.id, role: 'editor' }),
      (tx: Transaction) => takeRole(tx, boss.id),
    ];
    for (const way of ways) expect(await says(way)).toBe('allowed');
    await db.user.update({ where: { id: other.id }, data: { enabled: false } });
    for (const way of ways) expect(await says(way)).toBe('LAST_ADMIN');
  });

  test('nobody disables or deletes themselves', async () => {
    const { db, url } = await freshDatabase(provider);
    const { id, email } = await person(db, 'boss', 'admin');
    await person(db, 'other', 'admin');
    const self = by(id, 'admin');
    expect(await verdict(db, url, self, update(id, { enabled: true }, { enabled: false }))).toBe(
      'OWN_ACCOUNT',
    );
    expect(await verdict(db, url, self, remove(id, email))).toBe('OWN_ACCOUNT');
  });
});
