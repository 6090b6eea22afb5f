import { statfs } from 'node:fs/promises';
import { type Check, type Finding, fail, pass, warn } from '../check';

const MEGABYTE = 1024 * 1024;

/** Free space where the data is: without, no visit can be recorded, and so nobody is let in. */
export const disk: Check = {
  name: 'disk',
  group: 'machine',
  async run({ env }) {
    const { bavail, blocks, bsize, ffree, files } = await statfs(env.dataDir);
    return [
      spaceFinding({ free: bavail * bsize, total: blocks * bsize, freeFiles: ffree, files }, env.dataDir),
    ];
  },
};

export type Space = { free: number; total: number; freeFiles: number; files: number };

/** Little is less than 1 GiB or a twentieth, too little less than 100 MiB; a small disk's twentieth is enough. */
export function spaceFinding({ free, total, freeFiles, files }: Space, folder: string): Finding {
  const params = { folder, free: Math.floor(free / MEGABYTE), total: Math.floor(total / MEGABYTE) };
  // Some file systems count no files.
  if (files > 0 && freeFiles < 1000) return fail('DISK_NO_FILES', { folder, count: freeFiles });
  if (free < 100 * MEGABYTE) return fail('DISK_FULL', params);
  if (free < 1024 * MEGABYTE || free < total / 20) return warn('DISK_LITTLE', params);
  return pass('DISK_ENOUGH', params);
}
