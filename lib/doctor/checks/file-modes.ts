import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { providerOf } from '@/lib/db';
import type { Env } from '@/lib/env';
import { tlsFiles } from '@/lib/nginx/certificate';
import { nginxPaths } from '@/lib/nginx/model';
import { type Check, type Finding, fail, pass } from '../check';

/** Files with secrets in them, and whom they may not be open to. */
export const fileModes: Check = {
  name: 'fileModes',
  group: 'settings',
  async run({ env, home }) {
    const found = [
      // Group: an account of the service may read what root wrote.
      ...closedTo(0o027, join(home, '.env')),
      ...closedTo(0o022, env.dataDir),
      ...databaseFiles(env).flatMap((path) => closedTo(0o027, path)),
      ...closedTo(0o077, nginxPaths(env).config),
      ...(tlsFiles(env) ? closedTo(0o027, tlsFiles(env)!.key) : []),
    ];
    return found.length > 0 ? found : [pass('MODES_RIGHT')];
  },
};

function databaseFiles({ databaseUrl }: Env): string[] {
  if (providerOf(databaseUrl) !== 'sqlite') return [];
  const path = databaseUrl.slice('file:'.length);
  return ['', '-wal', '-shm'].map((end) => path + end);
}

/** Nothing where the file is not there: whether it should be is for another check. */
function closedTo(bits: number, path: string): Finding[] {
  const stats = statOf(path);
  if (!stats || (stats.mode & bits) === 0) return [];
  const mode = (stats.mode & 0o777).toString(8);
  const wanted = (stats.mode & 0o777 & ~bits).toString(8).padStart(3, '0');
  return [fail('MODE_OPEN', { path, mode, wanted })];
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
