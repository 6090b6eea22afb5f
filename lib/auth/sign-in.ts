// Signing in and out.

import { log } from '@/lib/log';
import type { Change } from '../audit/change';
import { type Database, database, writingDatabase } from '../db';
import { changeRules, recordHappenings } from '../rule-change';
import { shown } from '../rule-fields';
import { authDatabase, patiently } from './auth-database';
import { browserName } from './browser-name';
import { NOBODYS_HASH, PasswordsBusy, verifyPassword } from './password';
import { LONGEST_PASSWORD } from './password-rules';
import { tokenHash } from './secret-token';
import { type Browser, clearOldSessions, createSession } from './sessions';
import { clearOldThrottles, countAttempt, forgiveAttempt, lockOf, throttleKeys } from './throttle';

/** Who is written down for what happened before anybody was signed in. */
export const NOBODY = 'not signed in';

export type SignInRequest = Browser & {
  readonly email: string;
  readonly password: string;
  readonly address: string;
  readonly requestId: string;
  /** The session that the browser has, if any: it ends. */
  readonly token?: string;
};

export type SignInResult =
  | { readonly status: 'signedIn'; readonly token: string; readonly userId: number; readonly email: string }
  /** The same for a wrong password, an unknown email, a disabled user and one who may not sign in. */
  | { readonly status: 'wrong' }
  | { readonly status: 'locked'; readonly seconds: number }
  | { readonly status: 'busy' };

export async function signIn(request: SignInRequest): Promise<SignInResult> {
  const email = request.email.trim().toLowerCase().slice(0, 254);
  const { address } = request;
  clearNowAndThen();
  const attempt = await countAttempt(authDatabase(), email, address);
  if (!attempt.admitted) return { status: 'locked', seconds: attempt.seconds };

  const account = await findAccount(database(), email);
  const hash = account?.passwordHash ?? NOBODYS_HASH;
  const isRight = await passwordIsRight(request.password, hash);
  if (isRight === 'busy') return { status: 'busy' };
  const token = isRight && account ? await openSession(account, request) : null;
  if (token === null || !account) {
    await recordFailure(request, email, account?.userId ?? null, attempt.locks);
    return { status: 'wrong' };
  }
  await forgiveAttempt(authDatabase(), email, address);
  return { status: 'signedIn', token, userId: account.userId, email };
}

/** What a sign-in reads, for nobody: opens the connections and starts the thread that the first one would wait for. */
export async function rehearseSignIn(): Promise<void> {
  const account = await findAccount(database(), '');
  await lockOf(authDatabase(), throttleKeys('', ''));
  await verifyPassword('', account?.passwordHash ?? NOBODYS_HASH);
}

/** An account that may sign in. */
function findAccount(db: Database, email: string) {
  return db.account.findFirst({ where: { user: { email, enabled: true }, passwordHash: { not: null } } });
}

async function passwordIsRight(password: string, hash: string): Promise<boolean | 'busy'> {
  try {
    return await verifyPassword(password.slice(0, 4 * LONGEST_PASSWORD), hash);
  } catch (error) {
    if (error instanceof PasswordsBusy) return 'busy';
    throw error;
  }
}

/** Null where the account is no longer the one whose password was looked at. */
async function openSession(
  { userId, passwordHash }: { userId: number; passwordHash: string | null },
  { email, address, userAgent, requestId, token: former }: SignInRequest,
): Promise<string | null> {
  let token: string | null = null;
  const label = email.trim().toLowerCase();
  const author = { actor: label, actorId: userId, address, requestId };
  await changeRules(writingDatabase(), author, async (tx) => {
    const account = await tx.account.findFirst({ where: { userId, passwordHash, user: { enabled: true } } });
    if (!account) return [];
    if (former) await tx.session.deleteMany({ where: { id: tokenHash(former) } });
    token = await createSession(tx, userId, { address, userAgent });
    const after = { role: account.role, browser: browserName(userAgent) };
    return [{ entity: 'Account', id: userId, kind: 'signIn', label, before: null, after }];
  });
  return token;
}

async function recordFailure(
  { address, userAgent, requestId }: SignInRequest,
  email: string,
  userId: number | null,
  locks: boolean,
): Promise<void> {
  const happened = (kind: 'signInFailed' | 'lockOut'): Change => {
    const after = { browser: browserName(userAgent) };
    return { entity: 'Account', id: userId, kind, label: shown(email), before: null, after };
  };
  const happenings = [happened('signInFailed'), ...(locks ? [happened('lockOut')] : [])];
  await patiently(() => recordHappenings(authDatabase(), { actor: NOBODY, address, requestId }, happenings));
}

/** Ends the session of a cookie. Nothing where it has ended already. */
export async function signOut(token: string, address: string, requestId: string): Promise<void> {
  const session = await database().session.findUnique({
    where: { id: tokenHash(token) },
    include: { account: { select: { user: { select: { email: true } } } } },
  });
  if (!session) return;
  const { userId } = session;
  const label = session.account.user.email;
  await changeRules(writingDatabase(), { actor: label, actorId: userId, address, requestId }, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: session.id } });
    if (count === 0) return [];
    return [{ entity: 'Account', id: userId, kind: 'signOut', label, before: null, after: null }];
  });
}

const CLEAR_EVERY = 10 * 60_000;
let clearedAt = 0;

function clearNowAndThen(): void {
  if (Date.now() - clearedAt < CLEAR_EVERY) return;
  clearedAt = Date.now();
  const cleared = Promise.all([clearOldThrottles(authDatabase()), clearOldSessions(authDatabase())]);
  cleared.catch((error: unknown) => log.warn('sign-in', `old rows could not be deleted: ${error}`));
}
