// Why there is no backup, or nothing was restored. The words for people are in messages/, under `backup.problem`.

import { findDatabaseProblem } from '@/lib/database-error';

export type BackupProblem =
  | 'EXISTS'
  | 'NOT_FOUND'
  | 'NO_SPACE'
  | 'NOT_WRITABLE'
  | 'NOT_A_BACKUP'
  | 'NEWER_FORMAT'
  | 'DAMAGED'
  | 'OTHER_PROVIDER'
  | 'NEWER'
  | 'IN_USE'
  | 'CONNECTED'
  | 'NO_CLIENT'
  | 'CLIENT_FAILED'
  | 'NOT_KEPT';

export class BackupError extends Error {
  override name = 'BackupError';
  constructor(
    readonly code: BackupProblem,
    readonly params: Readonly<Record<string, string>> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}

/** Runs `work`, whose troubles with the disk are told as those of `folder`, where it writes. */
export async function writingTo<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || findDatabaseProblem(error)?.code === 'FULL') {
      throw new BackupError('NO_SPACE', { folder });
    }
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code ?? '')) {
      throw new BackupError('NOT_WRITABLE', { folder, detail: message });
    }
    throw error;
  }
}
