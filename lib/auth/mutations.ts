// What signed-in people change about accounts and sessions, each through adminAction.

import { z } from 'zod';
import type { Mutation } from '../admin-action';
import type { Change } from '../audit/change';
import { Refusal } from '../errors';
import { text } from '../rule-fields';
import { email } from '../users/schema';
import { roles } from './administrator';
import { browserName } from './browser-name';
import { changeRole, giveRole, issueLink, takeRole } from './people';
import { passwordSet, setPassword } from './redeem-link';

const define = <Schema extends z.ZodType>(mutation: Mutation<Schema>) => mutation;

const role = z.enum(roles);
const userId = z.int().positive();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const GiveRole = define({
  role: 'admin',
  input: z.object({ email, name: text(100).default(''), role }),
  write: giveRole,
});

export const ChangeRole = define({
  role: 'admin',
  input: z.object({ userId, role }),
  write: (tx, input, by) => {
    notOneself(input.userId, by.userId);
    return changeRole(tx, input);
  },
});

export const TakeRole = define({
  role: 'admin',
  input: z.object({ userId }),
  write: (tx, input, by) => {
    notOneself(input.userId, by.userId);
    return takeRole(tx, input.userId);
  },
});

/** `hash` comes from the server, which keeps the token for the one who gets to see it. */
export const IssueLink = define({
  role: 'admin',
  input: z.object({ userId, hash }),
  write: (tx, input) => issueLink(tx, input.userId, input.hash),
});

/** `passwordHash` and `former`, the hash that the given password was checked against, come from the server. */
export const SetOwnPassword = define({
  role: 'viewer',
  input: z.object({ passwordHash: z.string(), former: z.string() }),
  async write(tx, { passwordHash, former }, by) {
    const unchanged = await tx.account.count({ where: { userId: by.userId, passwordHash: former } });
    if (unchanged === 0) throw new Refusal('SIGNED_OUT');
    await setPassword(tx, by.userId, passwordHash, by.sessionId);
    return [passwordSet(by.userId, by.email)];
  },
});

/** Ends sessions: one's own, or, for an admin, anybody's. */
export const EndSessions = define({
  role: 'viewer',
  input: z.union([z.object({ id: hash }), z.object({ others: z.literal(true) }), z.object({ userId })]),
  async write(tx, input, by): Promise<Change[]> {
    const where =
      'id' in input
        ? { id: input.id }
        : 'others' in input
          ? { userId: by.userId, id: { not: by.sessionId } }
          : { userId: input.userId };
    const sessions = await tx.session.findMany({
      where,
      include: { account: { select: { user: { select: { email: true } } } } },
    });
    if ('id' in input && sessions.length === 0) throw new Refusal('NOT_FOUND');
    if (by.role !== 'admin' && sessions.some((session) => session.userId !== by.userId)) {
      throw new Refusal('ROLE', { role: 'admin' });
    }
    await tx.session.deleteMany({ where: { id: { in: sessions.map(({ id }) => id) } } });
    return sessions.map(({ account, address, userAgent }) => ({
      entity: 'Session',
      id: null,
      kind: 'endSession',
      label: account.user.email,
      before: { address, browser: browserName(userAgent) },
      after: null,
    }));
  },
});

/** Whoever loses the role by mistake could not get it back. */
function notOneself(userId: number, own: number): void {
  if (userId === own) throw new Refusal('OWN_ACCOUNT');
}
