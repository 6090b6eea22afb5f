// The files of a log that is rotated: the present one, which Nginx writes, and those that were, which hold what has not been
// read yet. A file is known by its first line, which has a moment and a request's number: inodes are used again, and a copy
// (logrotate's copytruncate) has another one.

import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The first line counts to here. */
const HEAD_BYTES = 4096;
const NEWLINE = 10;

export type LogFile = { readonly path: string; readonly identity: string | null };

/** What a file begins with, hashed; null while it has no whole first line. */
export async function identityOf(handle: FileHandle): Promise<string | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  const head = buffer.subarray(0, bytesRead);
  const end = head.indexOf(NEWLINE);
  if (end === -1 && bytesRead < HEAD_BYTES) return null;
  return createHash('sha256')
    .update(end === -1 ? head : head.subarray(0, end))
    .digest('hex');
}

/** The log's files that can be read, oldest first: `access.log.2`, `access.log-20261127`, `access.log`. Packed ones are not among them. */
export async function logFiles(path: string): Promise<LogFile[]> {
  const name = basename(path);
  const names = (await readdir(dirname(path)).catch(orNothing([]))).filter(
    (each) => each === name || (each.startsWith(`${name}.`) && /\.\d+$/.test(each)) || isDated(each, name),
  );
  const found = await Promise.all(
    names.map(async (each) => {
      const file = join(dirname(path), each);
      const handle = await openForReading(file);
      if (!handle) return [];
      try {
        const { mtimeMs } = await handle.stat();
        return [{ path: file, identity: await identityOf(handle), mtimeMs }];
      } finally {
        await handle.close();
      }
    }),
  );
  return found
    .flat()
    .sort(
      (a, b) =>
        Number(a.path === path) - Number(b.path === path) ||
        a.mtimeMs - b.mtimeMs ||
        b.path.localeCompare(a.path, 'en', { numeric: true }),
    );
}

const isDated = (each: string, name: string) => each.startsWith(`${name}-`) && /-\d{8,}$/.test(each);

/** Undefined where there is no such file. */
export const openForReading = (path: string) => open(path, 'r').catch(orNothing(undefined));

export const statOf = (path: string) => stat(path).catch(orNothing(undefined));

/** A file that is not there (any more) is an answer, everything else an error. */
function orNothing<Nothing>(nothing: Nothing) {
  return (error: NodeJS.ErrnoException): Nothing => {
    if (error.code === 'ENOENT') return nothing;
    throw error;
  };
}
