// Nginx’s configuration, databases whole and damaged, the clock and the disk.

import { closeSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '@/lib/db';
import { nginxModel, nginxPaths } from '@/lib/nginx/model';
import { startNginxOn } from '@/lib/nginx/nginx-fixture';
import { renderNginx } from '@/lib/nginx/render';
import { emptyDatabaseUrl, freshDatabase } from '@/lib/testing/fresh-database';
import { freePort } from '@/lib/testing/postgresql-cluster';
import { backup } from './checks/backup';
import { clock } from './checks/clock';
import { databaseIntegrity } from './checks/database';
import { disk, spaceFinding } from './checks/disk';
import { nginxConfig } from './checks/nginx-config';
import { codes, environment, folder, found } from './doctor-fixture';

describe('Nginx’s configuration', () => {
  test('in force, outdated, another one, refused, none', async () => {
    const { url } = await freshDatabase('sqlite');
    const env = await environment({ DATABASE_URL: url });
    const { prefix, config } = nginxPaths(env);
    expect(codes(await found(nginxConfig, { env }))).toEqual(['fail CONFIG_MISSING']);
    mkdirSync(prefix);
    const text = renderNginx(nginxModel(env));
    writeFileSync(config, text);
    expect(codes(await found(nginxConfig, { env }))).toEqual(['fail NGINX_NOT_RUNNING']);
    const nginx = await startNginxOn(text, prefix, env.httpPort);
    onTestFinished(nginx.stop);
    expect(codes(await found(nginxConfig, { env }))).toEqual(['pass CONFIG_IN_FORCE']);
    const outdated = { ...env, trustedProxies: ['10.0.0.1'] };
    expect(codes(await found(nginxConfig, { env: outdated }))).toEqual(['warn CONFIG_OUTDATED']);
    writeFileSync(config, renderNginx(nginxModel(outdated)));
    expect(codes(await found(nginxConfig, { env }))).toEqual(['fail CONFIG_NOT_IN_FORCE']);
    writeFileSync(config, text);
    const said = (status: object) => {
      const keeper = { lookedAt: Date.now(), state: 'inForce', failure: null, differences: [], leftOut: [] };
      writeFileSync(join(prefix, 'status.json'), JSON.stringify({ ...keeper, ...status }));
      return found(nginxConfig, { env });
    };
    expect(codes(await said({}))).toEqual(['pass CONFIG_IN_FORCE']);
    expect(codes(await said({ differences: [{}] }))).toEqual(['warn CONFIG_OUTDATED']);
    expect(await said({ leftOut: [{ slug: 'sales' }] })).toMatchObject([
      { code: 'CONFIG_LEFT_OUT', params: { apps: 'sales' } },
    ]);
    expect(
      await said({ state: 'failed', failure: { code: 'invalid', params: { detail: 'unknown directive' } } }),
    ).toMatchObject([{ code: 'CONFIG_REFUSED', params: { detail: 'unknown directive' } }]);
  });
});

describe('data', () => {
  test.each(['sqlite', 'postgresql'] as const)('a whole database passes (%s)', async (provider) => {
    const { url } = await freshDatabase(provider);
    const env = await environment({ DATABASE_URL: url });
    expect(codes(await found(databaseIntegrity, { env }))).toEqual(['pass DATABASE_WHOLE']);
  });

  test('one that is damaged, not migrated, or not there', async () => {
    const { url, db } = await freshDatabase('sqlite');
    const rows = Array.from({ length: 3000 }, (_, i) => ({ email: `u${i}@example.com`, name: `User ${i}` }));
    await db.user.createMany({ data: rows });
    await db.$executeRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
    await db.$disconnect();
    const path = url.slice('file:'.length);
    const file = openSync(path, 'r+');
    const { size } = statSync(path);
    for (let at = 4096 * 40; at < size - 4096; at += 4096 * 3)
      writeSync(file, Buffer.alloc(600, 0xab), 0, 600, at);
    closeSync(file);
    const [damaged] = await found(databaseIntegrity, { env: await environment({ DATABASE_URL: url }) });
    expect(damaged?.status).toBe('fail');
    expect(['DATABASE_DAMAGED', 'DATABASE_PROBLEM']).toContain(damaged?.code);

    const empty = await emptyDatabaseUrl('sqlite');
    const opened = openDatabase(empty);
    await opened.$queryRaw`SELECT 1`;
    await opened.$disconnect();
    expect(
      codes(await found(databaseIntegrity, { env: await environment({ DATABASE_URL: empty }) })),
    ).toEqual(['fail DATABASE_PROBLEM']);

    const away = join(folder(), 'away.db');
    const env = await environment({ DATABASE_URL: `file:${away}` });
    expect(codes(await found(databaseIntegrity, { env }))).toEqual(['fail DATABASE_PROBLEM']);
    expect(readdirSync(join(away, '..'))).toEqual([]);
    const refused = await environment({
      DATABASE_URL: `postgresql://postgres@127.0.0.1:${await freePort()}/none`,
    });
    expect(codes(await found(databaseIntegrity, { env: refused }))).toEqual(['fail DATABASE_PROBLEM']);
  });

  test('the last backup, by the log of changes', async () => {
    const { url, db } = await freshDatabase('sqlite');
    const env = await environment({ DATABASE_URL: url });
    expect(codes(await found(backup, { env }))).toEqual(['warn BACKUP_NONE']);
    const backedUp = (days: number) =>
      db.changeEvent.create({
        data: {
          actor: 'command line',
          kind: 'backup',
          entity: 'AuditLog',
          label: '',
          at: new Date(Date.now() - days * 86_400_000),
        },
      });
    await backedUp(8);
    expect(await found(backup, { env })).toMatchObject([
      { status: 'warn', code: 'BACKUP_OLD', params: { days: 8 } },
    ]);
    await backedUp(0);
    expect(codes(await found(backup, { env }))).toEqual(['pass BACKUP_RECENT']);
  });
});

describe('this machine', () => {
  test.each(['sqlite', 'postgresql'] as const)(
    'a clock that is behind what was recorded fails (%s)',
    async (provider) => {
      const { url, db } = await freshDatabase(provider);
      const env = await environment({ DATABASE_URL: url });
      expect((await found(clock, { env })).map(({ status }) => status)).not.toContain('fail');
      const at = new Date(Date.now() + 3_600_000);
      await db.changeEvent.create({ data: { actor: 'x', kind: 'signIn', entity: 'Session', label: '', at } });
      expect(codes(await found(clock, { env }))).toContain('fail CLOCK_BEHIND');
    },
  );

  test('disk space: enough, little, too little', async () => {
    expect((await found(disk))[0]?.params?.free).toBeGreaterThan(0);
    const GB = 1024 ** 3;
    const space = (free: number, total = 100 * GB, freeFiles = 1e6) =>
      spaceFinding({ free, total, freeFiles, files: 2e6 }, '/data').status;
    expect([space(50 * GB), space(4 * GB), space(GB / 2), space(GB / 20)]).toEqual([
      'pass',
      'warn',
      'warn',
      'fail',
    ]);
    expect(space(50 * GB, 100 * GB, 10)).toBe('fail');
  });
});
