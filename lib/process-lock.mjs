// A lock that a process holds on a file, for as long as the process lives.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * When a process started, in the kernel's own count since boot; undefined where that can't be told. With the process id it
 * names one process for good: an id is used again, the pair is not.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses and may hold spaces and parentheses itself.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

/**
 * Whether the process that wrote this is still running.
 *
 * @param {{ pid: number, start?: string }} owner
 */
export function isRunning({ pid, start }) {
  if (start !== undefined) return startOf(pid) === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Takes the lock: `{ release }`, or `{ owner: { pid } }` when a running process has it. One that a dead process left behind
 * is taken over.
 *
 * @param {string} file
 * @returns {{ release: () => void, owner?: undefined } | { owner: { pid: number }, release?: undefined }}
 */
export function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  for (;;) {
    // Linked, not written in place: the file is never there without its owner in it.
    writeFileSync(own, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
    try {
      linkSync(own, file);
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
    const owner = readOwner(file);
    if (owner && isRunning(owner)) return { owner };
    if (owner) putAside(file, owner);
  }
}

/** Removes the lock of a dead owner, unless another process has taken it over in the meantime. */
function putAside(file, deadOwner) {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const found = readOwner(aside);
  if (found.pid !== deadOwner.pid || found.start !== deadOwner.start) linkSync(aside, file);
  rmSync(aside);
}
