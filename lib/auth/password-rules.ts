// Which passwords are taken, after NIST SP 800-63B: long, and not what is guessed first. No rules about digits or signs, which
// make passwords worse. Pure; the words are in messages/, under `auth.password`.

import { commonPasswords } from './common-passwords';

/** In characters as people count them. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export type PasswordProblem =
  | 'PASSWORD_SHORT'
  | 'PASSWORD_LONG'
  | 'PASSWORD_COMMON'
  | 'PASSWORD_SAME'
  | 'PASSWORD_OWN';

/**
 * What is wrong with a password for this person, or null.
 *
 * @example passwordProblem('password1234', { email: 'kim@example.com', name: 'Kim' }) // 'PASSWORD_COMMON'
 */
export function passwordProblem(
  password: string,
  { email, name }: { email: string; name: string },
): PasswordProblem | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return 'PASSWORD_SHORT';
  if (length > LONGEST_PASSWORD) return 'PASSWORD_LONG';
  const plain = password.normalize('NFKC').toLowerCase();
  if (isOneThing(plain)) return 'PASSWORD_SAME';
  const letters = lettersOf(plain);
  const isNumber = /^[\d\s.,:/_-]{0,19}$/.test(plain);
  if (commonPasswords.has(letters) || isNumber) return 'PASSWORD_COMMON';
  const own = [email, email.split('@')[0] ?? '', name, name.split(' ').reverse().join('')];
  return own.some((text) => isMostly(plain, text.toLowerCase())) ? 'PASSWORD_OWN' : null;
}

/** The same few characters again and again, or a run along the alphabet, the digits or a row of keys. */
function isOneThing(text: string): boolean {
  if (new Set(text).size <= 3) return true;
  const runs = ['abcdefghijklmnopqrstuvwxyz', '12345678901234567890', 'qwertyuiopasdfghjklzxcvbnm'];
  if (runs.some((run) => run.includes(text) || [...run].reverse().join('').includes(text))) return true;
  const unit = /^(.{1,6}?)\1+$/su.exec(text)?.[1];
  return unit !== undefined && [...unit].length < 6;
}

/** Leetspeak undone, and only the letters left. */
function lettersOf(text: string): string {
  const plain = text.replace(/[@4]/g, 'a').replace(/0/g, 'o').replace(/[1!]/g, 'i').replace(/3/g, 'e');
  const spelled = plain.replace(/[$5]/g, 's').replace(/[^\p{L}]/gu, '');
  const literal = text.replace(/[^\p{L}]/gu, '');
  return commonPasswords.has(literal) ? literal : spelled.replace(/[i]+$/, '');
}

/** Whether hardly more than the text itself is in the password. */
function isMostly(password: string, text: string): boolean {
  const bare = text.replace(/\s/g, '');
  if ([...bare].length < 4) return false;
  const rest = password.replace(/\s/g, '').replaceAll(bare, '');
  return rest !== password.replace(/\s/g, '') && [...rest].length <= 4;
}
