// Passwords are kept as argon2id hashes, made off the event loop, one after another: 100 who try at once take one core at
// the lowest priority, and not the landing's.

import { join } from 'node:path';
import { homeDir } from '../env';
import { Thread } from '../thread';

/** OWASP's floor: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** So many may wait; whoever comes then is told to come again. 200 take a few seconds. */
const LONGEST_QUEUE = 200;

/** The hash of nothing that anybody knows, so that an unknown user takes as long as a wrong password. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$Vt0Fg0ezfoVcS6BgA4I8dA$31K+g6yvB1jfW6hxVZvbYFHGmYL8rHCNYxJnbhVYoeQ';

/** Too many passwords are being looked at. */
export class PasswordsBusy extends Error {
  override name = 'PasswordsBusy';
}

type Task = { password: string; against?: string; options?: typeof options };

const shared = globalThis as { sluiceHasher?: Thread<Task, string | boolean> };

/** The hash of a password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return inThread<string>({ password: canonical(password), options });
}

/** Whether the password is the one with this hash. */
export function verifyPassword(password: string, hash: string): Promise<boolean> {
  return inThread<boolean>({ password: canonical(password), against: hash });
}

/** One spelling for what looks the same, whatever keyboard it came from (NIST SP 800-63B 3.1.1.2). */
const canonical = (password: string) => password.normalize('NFKC');

function inThread<Result extends string | boolean>(task: Task): Promise<Result> {
  shared.sluiceHasher ??= new Thread(
    'passwords',
    join(/* turbopackIgnore: true */ homeDir, 'lib', 'auth', 'password-worker.mjs'),
  );
  if (shared.sluiceHasher.pending >= LONGEST_QUEUE) return Promise.reject(new PasswordsBusy());
  return shared.sluiceHasher.ask(task) as Promise<Result>;
}
