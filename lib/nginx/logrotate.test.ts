import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runSluice } from '@/lib/testing/run-sluice';
import { renderLogrotate } from './logrotate';
import { freePorts, modelFor, startNginx, temporaryFolder } from './nginx-fixture';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const owner = { user: 'sluice', group: 'sluice' };

test('its script has a running Nginx open its logs anew, wherever they are', async () => {
  const [httpPort] = (await freePorts(1)) as [number];
  const model = modelFor(join(folder.path, 'with a space'), { httpPort });
  mkdirSync(model.paths.prefix, { recursive: true });
  const nginx = await startNginx(model);
  const pidFile = join(model.paths.prefix, 'nginx.pid');
  const text = renderLogrotate({ logs: [model.paths.accessLog], pidFile, owner, days: 7, byCopy: false });
  expect(text).toContain(`"${model.paths.accessLog}"`);
  const script = /postrotate\n([\s\S]*?)\n\s*endscript/.exec(text)![1]!;
  const signalled = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  expect({ status: signalled.status, stderr: signalled.stderr }).toEqual({ status: 0, stderr: '' });
  expect(nginx.process.exitCode).toBeNull();
  await nginx.stop();
  writeFileSync(pidFile, '');
  expect(spawnSync('sh', ['-c', script]).status).toBe(0);
});

test('where Nginx cannot open files anew they are copied; a path that cannot be written is refused', () => {
  const model = { logs: ['/a/access.log'], pidFile: '/a/nginx.pid', owner, days: 14, byCopy: true };
  expect(renderLogrotate(model)).toContain('copytruncate');
  expect(renderLogrotate(model)).not.toContain('postrotate');
  expect(() => renderLogrotate({ ...model, logs: ['/a/$(reboot)'] })).toThrow(RangeError);
});

test('the command prints them for this installation', async () => {
  const { stdout, code } = await runSluice(['logrotate', 'render', '--days', '3'], {
    env: { DATA_DIR: join(folder.path, 'data') },
  });
  expect(code).toBe(0);
  expect(stdout).toContain(`"${join(folder.path, 'data', 'nginx', 'access.log')}"`);
  expect(stdout).toContain('rotate 3');
  const refused = await runSluice(['logrotate', 'render', '--days', 'x']);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('1 to 9999');
});
