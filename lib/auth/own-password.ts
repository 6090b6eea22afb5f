// Passwords that people choose, before they are written: checked, and hashed outside of any transaction, since
// visitors' rows wait while one is open.

import { database } from '../db';
import { InvalidInput } from '../errors';
import type { Administrator } from './administrator';
import { authDatabase } from './auth-database';
import { hashPassword, NOBODYS_HASH, PasswordsBusy, verifyPassword } from './password';
import { LONGEST_PASSWORD, passwordProblem, SHORTEST_PASSWORD } from './password-rules';
import { countAttempt, forgiveAttempt } from './throttle';

type AuthCode = 'PASSWORD_WRONG' | 'PASSWORD_LOCKED' | 'PASSWORD_BUSY' | ReturnType<typeof passwordProblem>;

const wrong = (field: string, code: NonNullable<AuthCode>, params: Record<string, number> = {}) =>
  new InvalidInput([{ path: [field], code, params, words: 'auth' }]);

/** The hash of a new password. Throws InvalidInput on the field `password`. */
export async function acceptPassword(
  password: string,
  person: { email: string; name: string },
): Promise<string> {
  const problem = passwordProblem(password, person);
  if (problem) {
    throw wrong('password', problem, { shortest: SHORTEST_PASSWORD, longest: LONGEST_PASSWORD });
  }
  return busyAsProblem('password', () => hashPassword(password));
}

/**
 * The hash that the current password has. Throws InvalidInput on the field `current`; counts as an attempt to sign in does, so
 * that a browser left alone does not let anybody guess.
 */
export async function checkOwnPassword(
  { userId, email, address }: Pick<Administrator, 'userId' | 'email' | 'address'>,
  current: string,
): Promise<string> {
  const attempt = await countAttempt(authDatabase(), email, address ?? '');
  if (!attempt.admitted)
    throw wrong('current', 'PASSWORD_LOCKED', { minutes: Math.ceil(attempt.seconds / 60) });
  const account = await database().account.findUnique({ where: { userId } });
  const hash = account?.passwordHash ?? NOBODYS_HASH;
  const isRight = await busyAsProblem('current', () =>
    verifyPassword(current.slice(0, 4 * LONGEST_PASSWORD), hash),
  );
  if (!isRight) throw wrong('current', 'PASSWORD_WRONG');
  await forgiveAttempt(authDatabase(), email, address ?? '');
  return hash;
}

async function busyAsProblem<Result>(field: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PasswordsBusy) throw wrong(field, 'PASSWORD_BUSY');
    throw error;
  }
}
