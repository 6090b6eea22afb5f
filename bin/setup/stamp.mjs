// «Has this been done for what is here now?» A stamp is a file with the hash of what a step was made from.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * The hash of the files and folders (those that exist; names count too) and of `extra`.
 *
 * @param {{ root: string, paths: string[], skip?: (path: string) => boolean, extra?: string[] }} options paths are relative
 *   to `root`, those that `skip` is asked about too
 */
export function hashOf({ root, paths, skip = () => false, extra = [] }) {
  const hash = createHash('sha256').update(JSON.stringify(extra));
  for (const path of paths.flatMap((path) => filesUnder(join(root, path))).sort()) {
    const name = relative(root, path);
    if (skip(name)) continue;
    const content = readFileSync(path);
    hash.update(`\0${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

/**
 * Runs `step` unless the stamp says that it was done for this hash. The stamp goes before the step starts and comes
 * back when it has succeeded, so one that was interrupted is done again.
 *
 * @param {{ stamp: string, hash: string, step: () => Promise<unknown> }} task
 * @returns {Promise<boolean>} whether the step was run
 */
export async function unlessStamped({ stamp, hash, step }) {
  if (readStamp(stamp) === hash) return false;
  rmSync(stamp, { force: true });
  await step();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

function readStamp(stamp) {
  try {
    return readFileSync(stamp, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
