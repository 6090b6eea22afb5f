// Passwords are kept as argon2id hashes, made off the event loop, one after another: 100 who try at once take one core at
// the lowest priority, and not the landing's.

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { homeDir } from '../env';

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

type Waiting = { resolve: (result: never) => void; reject: (error: Error) => void };
type Hasher = { worker: Worker; waiting: Map<number, Waiting>; next: number };

const shared = globalThis as { sluiceHasher?: Hasher };

/** The hash of a password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return inWorker<string>({ password: canonical(password), options });
}

/** Whether the password is the one with this hash. */
export function verifyPassword(password: string, hash: string): Promise<boolean> {
  return inWorker<boolean>({ password: canonical(password), against: hash });
}

/** One spelling for what looks the same, whatever keyboard it came from (NIST SP 800-63B 3.1.1.2). */
const canonical = (password: string) => password.normalize('NFKC');

function inWorker<Result>(task: object): Promise<Result> {
  shared.sluiceHasher ??= startHasher();
  const hasher = shared.sluiceHasher;
  if (hasher.waiting.size >= LONGEST_QUEUE) return Promise.reject(new PasswordsBusy());
  const id = hasher.next++;
  return new Promise<Result>((resolve, reject) => {
    hasher.waiting.set(id, { resolve, reject });
    hasher.worker.ref();
    hasher.worker.postMessage({ id, ...task });
  });
}

function startHasher(): Hasher {
  // The file itself, not a bundle of it.
  const file = join(/* turbopackIgnore: true */ homeDir, 'lib', 'auth', 'password-worker.mjs');
  const worker = new Worker(/* turbopackIgnore: true */ file, { execArgv: [] });
  const hasher: Hasher = { worker, waiting: new Map(), next: 0 };
  worker.unref();
  worker.on('message', ({ id, result, error }: { id: number; result?: never; error?: string }) => {
    const one = hasher.waiting.get(id);
    hasher.waiting.delete(id);
    if (hasher.waiting.size === 0) worker.unref();
    if (error === undefined) one?.resolve(result as never);
    else one?.reject(new Error(`the password could not be hashed: ${error}`));
  });
  const end = (error: Error) => {
    if (shared.sluiceHasher === hasher) shared.sluiceHasher = undefined;
    for (const one of hasher.waiting.values()) one.reject(error);
    hasher.waiting.clear();
  };
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => end(new Error(`the thread that hashes passwords ended with ${code}`)));
  return hasher;
}
