import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Env, parseEnv } from '@/lib/env';
import { runningMaster } from './master';
import { nginxPaths } from './model';
import {
  ask,
  freePorts,
  proxySecret,
  startUpstream,
  stopNginx,
  temporaryFolder,
  type Upstream,
} from './nginx-fixture';
import { nginxCommand } from './program';
import { publishConfig, reloadNginx, testConfig } from './publish';

const folder = temporaryFolder();
const open: (() => Promise<void>)[] = [];
let count = 0;
let env: Env;
let httpPort: number;
let portalPort: number;

const envWith = (variables: Record<string, string> = {}) =>
  parseEnv({
    DATA_DIR: join(folder.path, `data ${count}`),
    HTTP_PORT: String(httpPort),
    PORTAL_PORT: String(portalPort),
    PROXY_SECRET: proxySecret,
    AUTH_SECRET: proxySecret,
    ...variables,
  });

beforeEach(async () => {
  count++;
  [httpPort, portalPort] = (await freePorts(2)) as [number, number];
  env = envWith();
});
afterEach(async () => {
  for (const stop of open.splice(0).reverse()) await stop();
});
afterAll(folder.remove);

const files = () =>
  readdirSync(nginxPaths(env).prefix)
    .filter((name) => name.startsWith('nginx.conf'))
    .sort();

async function startPublished(): Promise<Upstream> {
  const upstream = await startUpstream(portalPort);
  open.push(upstream.stop);
  const { file, args } = nginxCommand(env, 'en');
  const child = spawn(file, args, { stdio: 'ignore' });
  open.push(() => stopNginx(child));
  for (let attempt = 0; attempt < 200; attempt++) {
    const up = await ask({ port: httpPort }).then(
      () => runningMaster(env) !== undefined,
      () => false,
    );
    if (up) return upstream;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('nginx did not start');
}

/** Runs `work` as on a machine whose PATH has no programs; Nginx in /usr/sbin is found all the same. */
async function withPath<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const before = process.env.PATH;
  process.env.PATH = path;
  try {
    return await work();
  } finally {
    process.env.PATH = before;
  }
}

describe('publishing', () => {
  test('writes a configuration that only its owner can read, once', async () => {
    expect(await publishConfig(env, 'en', [])).toEqual({ ok: true, changed: true, leftOut: [] });
    const { config, prefix } = nginxPaths(env);
    expect(statSync(config).mode & 0o777).toBe(0o600);
    expect(statSync(prefix).mode & 0o777).toBe(0o700);
    expect(readFileSync(config, 'utf8')).toContain(proxySecret);
    const written = statSync(config).mtimeMs;
    expect(await publishConfig(env, 'en', [])).toEqual({ ok: true, changed: false, leftOut: [] });
    expect(statSync(config).mtimeMs).toBe(written);
    expect(await publishConfig(envWith({ PUBLIC_HOSTS: 'gate.example.com' }), 'en', [])).toEqual({
      ok: true,
      changed: true,
      leftOut: [],
    });
    expect(files()).toEqual(['nginx.conf']);
  });

  test('works with a PATH that has no /usr/sbin in it', async () => {
    expect(await withPath('/nonexistent', () => publishConfig(env, 'en', []))).toEqual({
      ok: true,
      changed: true,
      leftOut: [],
    });
  });

  test('of several at once leaves a whole configuration', async () => {
    const hosts = Array.from({ length: 6 }, (_, i) => `h${i}.example.com`);
    const results = await Promise.all(
      hosts.map((host) => publishConfig(envWith({ PUBLIC_HOSTS: host }), 'en', [])),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(files()).toEqual(['nginx.conf']);
    expect((await testConfig(env, 'en', [])).ok).toBe(true);
  });

  test('what Nginx refuses is kept aside, and the last good configuration stays', async () => {
    const { config, rejected, accessLog } = nginxPaths(env);
    // Right as text, refused by this machine: there is a folder where the log should be.
    mkdirSync(accessLog, { recursive: true });
    expect(await publishConfig(env, 'en', [])).toMatchObject({ ok: false, inForce: false });
    expect(files()).toEqual(['nginx.conf.rejected']);

    rmSync(accessLog, { recursive: true });
    expect((await publishConfig(env, 'en', [])).ok).toBe(true);
    const good = readFileSync(config, 'utf8');
    rmSync(accessLog);
    mkdirSync(accessLog);
    const other = envWith({ PUBLIC_HOSTS: 'gate.example.com' });
    const result = await publishConfig(other, 'en', []);
    expect(result).toMatchObject({ ok: false, inForce: true });
    if (result.ok) throw new Error('accepted');
    expect(result.message).toContain('access.log');
    expect(result.message).toContain('The last good configuration stays in force');
    expect(readFileSync(config, 'utf8')).toBe(good);
    expect(readFileSync(rejected, 'utf8')).toContain('gate.example.com');
    expect(statSync(rejected).mode & 0o777).toBe(0o600);
    expect(files()).toEqual(['nginx.conf', 'nginx.conf.rejected']);

    rmSync(accessLog, { recursive: true });
    expect(await publishConfig(other, 'en', [])).toEqual({ ok: true, changed: true, leftOut: [] });
    expect(files()).toEqual(['nginx.conf']);
  });

  test('into a folder with a $ in its name says what to change', async () => {
    const result = await publishConfig(envWith({ DATA_DIR: join(folder.path, 'a$b') }), 'en', []);
    expect(result).toMatchObject({ ok: false, inForce: false });
    if (!result.ok) expect(result.message).toContain('Set DATA_DIR to another folder');
  });

  test('into a place that cannot be written says where', async () => {
    const file = join(folder.path, `file ${count}`);
    writeFileSync(file, '');
    const result = await publishConfig(envWith({ DATA_DIR: file }), 'en', []);
    expect(result).toMatchObject({ ok: false, inForce: false });
    if (!result.ok) expect(result.message).toContain(file);
  });

  test('of a database that cannot be read says so, and changes nothing', async () => {
    const result = await publishConfig(env, 'en');
    expect(result).toMatchObject({ ok: false, inForce: false });
    if (!result.ok) expect(result.message).toMatch(/^The apps could not be read from the database: .*App/);
    expect(files()).toEqual([]);
  });

  test('testing changes nothing', async () => {
    expect(await testConfig(env, 'en', [])).toEqual({ ok: true, leftOut: [] });
    expect(files()).toEqual([]);
  });
});

describe('reloading', () => {
  test('is in force when it says so', async () => {
    await publishConfig(env, 'en', []);
    await startPublished();
    expect((await ask({ port: httpPort, headers: [['Host', 'evil.example']] })).status).toBe(200);
    const hosts = envWith({ PUBLIC_HOSTS: 'gate.example.com' });
    expect(await reloadNginx(hosts, 'en', [])).toEqual({ ok: true, changed: true, leftOut: [] });
    for (let i = 0; i < 20; i++) {
      await expect(ask({ port: httpPort, headers: [['Host', 'evil.example']] })).rejects.toThrow();
      expect((await ask({ port: httpPort, headers: [['Host', 'gate.example.com']] })).status).toBe(200);
    }
    expect(await reloadNginx(hosts, 'en', [])).toEqual({ ok: true, changed: false, leftOut: [] });
  });

  test('answers every request meanwhile', async () => {
    await publishConfig(env, 'en', []);
    await startPublished();
    let done = false;
    const asking = (async () => {
      let answered = 0;
      while (!done) {
        expect((await ask({ port: httpPort, headers: [['Host', 'h.example.com']] })).status).toBe(200);
        answered++;
      }
      return answered;
    })();
    for (const others of ['a', 'b', 'c']) {
      const result = await reloadNginx(
        envWith({ PUBLIC_HOSTS: `h.example.com,${others}.example.com` }),
        'en',
        [],
      );
      expect(result).toEqual({ ok: true, changed: true, leftOut: [] });
    }
    done = true;
    expect(await asking).toBeGreaterThan(10);
  });

  test('what the running Nginx cannot take over is reported, and put back', async () => {
    await publishConfig(env, 'en', []);
    await startPublished();
    const { config, rejected } = nginxPaths(env);
    const good = readFileSync(config, 'utf8');
    const taken = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '0.0.0.0', () => resolve((taken.address() as { port: number }).port)),
    );
    open.push(() => new Promise((resolve) => taken.close(() => resolve())));
    const result = await reloadNginx(envWith({ HTTP_PORT: String(port) }), 'en', []);
    expect(result).toMatchObject({ ok: false, written: false });
    if (!result.ok) expect(result.message).toMatch(/Address already in use/);
    expect(readFileSync(config, 'utf8')).toBe(good);
    expect(readFileSync(rejected, 'utf8')).toContain(`listen 0.0.0.0:${port}`);
    expect((await ask({ port: httpPort })).status).toBe(200);
    expect(await reloadNginx(env, 'en', [])).toMatchObject({ ok: true });
  });

  test('without a running Nginx writes the configuration and says so', async () => {
    const result = await reloadNginx(env, 'en', []);
    expect(result).toMatchObject({ ok: false, written: true });
    expect(existsSync(nginxPaths(env).config)).toBe(true);
  });

  test.each(['', 'nonsense', '-1', '0', '1'])('a pid file that says %j signals nobody', async (text) => {
    await publishConfig(env, 'en', []);
    writeFileSync(nginxPaths(env).pid, text);
    expect(runningMaster(env)).toBeUndefined();
  });

  test('a pid file that names another process signals nobody', async () => {
    await publishConfig(env, 'en', []);
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    open.push(() => stopNginx(other));
    writeFileSync(nginxPaths(env).pid, `${other.pid}\n`);
    expect(await reloadNginx(env, 'en', [])).toMatchObject({ ok: false, written: true });
    expect(other.signalCode).toBeNull();
    expect(other.exitCode).toBeNull();
  });
});

describe('where Nginx is missing', () => {
  test.each(['en', 'ko'] as const)('the package is named (%s)', (locale) => {
    expect(() => nginxCommand(env, locale, [folder.path])).toThrow(/(install|add|-S) nginx/);
  });
});
