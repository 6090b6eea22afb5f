// Files that are there after a loss of power.

import { type FileHandle, open } from 'node:fs/promises';

/** A new file, its owner's alone. */
export const writeSynced = (file: string, text: string) =>
  synced(file, 'w', (handle) => handle.writeFile(text));

/** What others have written into a file is on the disk. */
export const syncFile = (path: string) => synced(path, 'r+');

/** A rename is durable once its folder is. */
export const syncFolder = (folder: string) => synced(folder, 'r');

async function synced(
  path: string,
  flags: string,
  write: (handle: FileHandle) => Promise<void> = async () => {},
): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await write(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
