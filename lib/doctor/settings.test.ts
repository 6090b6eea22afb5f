// Settings, and files that are open to others.

import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deployMigrations } from '@/lib/migrations';
import { nginxPaths } from '@/lib/nginx/model';
import { emptyDatabaseUrl } from '@/lib/testing/fresh-database';
import { fileModes } from './checks/file-modes';
import { publicHosts } from './checks/public-hosts';
import { secrets } from './checks/secrets';
import { codes, environment, folder, found, strong } from './doctor-fixture';

describe('settings and files', () => {
  test('public hosts that are not set are warned of', async () => {
    expect(codes(await found(publicHosts))).toEqual(['warn HOSTS_NOT_SET']);
    const env = await environment({ PUBLIC_HOSTS: 'apps.example.com' });
    expect(codes(await found(publicHosts, { env }))).toEqual(['pass HOSTS_SET']);
  });

  test('secrets that are words, repeated, short or the same', async () => {
    const withSecret = async (PROXY_SECRET: string) =>
      codes(await found(secrets, { env: await environment({ PROXY_SECRET }) }));
    expect(codes(await found(secrets))).toEqual(['pass SECRETS_STRONG']);
    expect(await withSecret('a'.repeat(43))).toEqual(['fail SECRET_GUESSABLE']);
    expect(await withSecret('change-me-change-me-change-me-change-me')).toEqual(['fail SECRET_GUESSABLE']);
    expect(await withSecret('abcdefghijklmnabcdefghijklmnabcdefghijklmn')).toEqual(['fail SECRET_GUESSABLE']);
    expect(await withSecret(strong.AUTH_SECRET)).toEqual(['fail SECRETS_EQUAL']);
    expect(await withSecret('k3Jv9QwZx7LpRtk3Jv9QwZx7LpRtk3Jv9Q')).toEqual(['warn SECRET_SHORT']);
  });

  test('files that others may read', async () => {
    const home = folder();
    const env = await environment();
    await deployMigrations(env.databaseUrl);
    chmodSync(env.dataDir, 0o750);
    writeFileSync(join(home, '.env'), '', { mode: 0o600 });
    mkdirSync(nginxPaths(env).prefix);
    writeFileSync(nginxPaths(env).config, '', { mode: 0o600 });
    mkdirSync(join(env.dataDir, 'tls'));
    for (const name of ['certificate.pem', 'key.pem'])
      writeFileSync(join(env.dataDir, 'tls', name), '', { mode: 0o600 });
    expect(codes(await found(fileModes, { env, home }))).toEqual(['pass MODES_RIGHT']);
    const paths = [
      join(home, '.env'),
      env.databaseUrl.slice('file:'.length),
      nginxPaths(env).config,
      join(env.dataDir, 'tls', 'key.pem'),
    ];
    for (const path of paths) {
      chmodSync(path, 0o644);
      expect(await found(fileModes, { env, home })).toMatchObject([
        { status: 'fail', code: 'MODE_OPEN', params: { path, mode: '644' } },
      ]);
      chmodSync(path, 0o600);
    }
    chmodSync(env.dataDir, 0o777);
    expect(codes(await found(fileModes, { env, home }))).toEqual(['fail MODE_OPEN']);
  });

  test('a new database is closed to others', async () => {
    const url = await emptyDatabaseUrl('sqlite');
    await deployMigrations(url);
    expect(statSync(url.slice('file:'.length)).mode & 0o007).toBe(0);
  });
});
