// The thread that hashes passwords. It has the lowest priority the system knows: visitors who are landing come first.

import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { Algorithm, hashSync, verifySync } from '@node-rs/argon2';

// Linux: of this thread alone. Elsewhere 0 may mean the whole process, so it stays as it is.
if (process.platform === 'linux') setPriority(0, 19);

parentPort?.on('message', ({ id, task: { password, against, options } }) => {
  try {
    const result = against
      ? verifySync(against, password)
      : hashSync(password, { ...options, algorithm: Algorithm.Argon2id });
    parentPort.postMessage({ id, result });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
