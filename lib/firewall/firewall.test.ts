// The rules in the real nft, and who gets through them: from another machine (a network namespace) over a cable.

import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { homeDir, parseEnv } from '@/lib/env';
import type { RuleApp } from '@/lib/routing/rules';
import { freshDatabase } from '@/lib/testing/fresh-database';
import { CLIENT, type Machine, networkForTest, SERVER } from '@/lib/testing/network-namespaces';
import { runSluice } from '@/lib/testing/run-sluice';
import { firewallModel, isLoopback } from './model';
import { FirewallTextError, renderedMark, renderFirewall } from './render';

const secrets = { PROXY_SECRET: 'p'.repeat(40), AUTH_SECRET: 'a'.repeat(40) };
const environment = (variables: Record<string, string> = {}) =>
  parseEnv({ ...secrets, HTTP_PORT: '80', HTTPS_PORT: '443', ...variables });

const app = (id: number, port: number, fields: Partial<RuleApp> = {}): RuleApp => ({
  ...{ id, slug: `app-${id}`, name: `App ${id}`, description: '', port, scheme: null, host: null },
  ...{ path: '/', upstream: null, guarded: true, enabled: true, ...fields },
});

const apps = [
  app(1, 8501),
  app(2, 8502, { upstream: '127.0.0.1:9001, [::1]:9002, 10.9.9.9:9003, 192.0.2.1:9004' }),
  app(3, 8503, { guarded: false }),
  app(4, 8504, { enabled: false }),
  app(5, 8505, { host: 'other.example' }),
  app(6, 8000, { guarded: false }),
];

const model = (variables: Record<string, string> = {}, visitors: string[] = []) =>
  firewallModel(environment(variables), apps, { visitors, ownAddresses: ['192.0.2.1'] });

const numbers = (ports: readonly { port: number }[]) => ports.map(({ port }) => port).sort((a, b) => a - b);

describe('the model', () => {
  test('Nginx’s ports are open, inner ones closed, those of other servers nobody’s business', () => {
    const { open, unguarded, closed, visitors } = model({
      PORTAL_UPSTREAMS: '127.0.0.1:8000,127.0.0.1:8010',
    });
    expect(numbers(open)).toEqual([80, 443, 8501, 8502]);
    expect(numbers(unguarded)).toEqual([8503]);
    expect(numbers(closed)).toEqual([8000, 8001, 8010, 8504, 9001, 9002, 9004, 18501, 18504]);
    expect(visitors).toEqual([]);
  });

  test('an app at the portal’s port does not open it', () => {
    expect(numbers(model().unguarded)).not.toContain(8000);
    expect(numbers(model().closed)).toContain(8000);
  });

  test('where visitors are named, the dashboard’s networks and the proxies are among them', () => {
    const given = { ADMIN_ALLOW: '10.1.0.0/16', TRUSTED_PROXIES: '10.2.0.1' };
    expect(model(given, ['10.3.0.0/24']).visitors).toEqual(['10.3.0.0/24', '10.1.0.0/16', '10.2.0.1']);
    expect(model(given).visitors).toEqual([]);
  });

  test('loopback in any spelling', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', 'localhost', '0:0:0:0:0:0:0:1'])
      expect([host, isLoopback(host)]).toEqual([host, true]);
    for (const host of ['128.0.0.1', '::', '0.0.0.0', 'localhost.example']) {
      expect([host, isLoopback(host)]).toEqual([host, false]);
    }
  });
});

describe('the text', () => {
  test('is the same for the same model, and its mark another for another', () => {
    expect(renderFirewall(model())).toBe(renderFirewall(model()));
    expect(renderedMark(renderFirewall(model()))).not.toBe(
      renderedMark(renderFirewall(model({ HTTP_PORT: '81' }))),
    );
  });

  test('warns of apps that are not guarded, and speaks of no port that is not ours', () => {
    const text = renderFirewall(model());
    expect(text).toMatch(/WARNING.*\n.*8503 app-3/);
    expect(text).not.toMatch(/\b22\b|ssh/);
  });

  test('a port or network that is none is refused', () => {
    const closed = [{ port: 70_000, purpose: 'x' }];
    const none = { open: [], unguarded: [], closed: [], visitors: [] };
    expect(() => renderFirewall({ ...none, closed })).toThrow(FirewallTextError);
    expect(() => renderFirewall({ ...none, visitors: ['0.0.0.0/0 } drop {'] })).toThrow(FirewallTextError);
  });

  test('what a purpose says stays in its comment', () => {
    const closed = [{ port: 1234, purpose: 'x\n} table inet evil {' }];
    const text = renderFirewall({ open: [], unguarded: [], closed, visitors: [] });
    expect(text.split('\n').filter((line) => line.includes('evil'))).toEqual([
      expect.stringMatching(/^\s*#/),
    ]);
  });
});

/** Listens at every address on the ports, as an app that was not told otherwise does; `host` binds it to one. */
async function listen(server: Machine, ports: readonly number[], host = '::'): Promise<void> {
  const script = `let left = ${ports.length}; for (const port of ${JSON.stringify(ports)})
    require('net').createServer((s) => s.end('in')).listen(port, '${host}', () => --left || console.log('listening'));
    process.stdin.resume().on('end', () => process.exit());`;
  const child = server.start(process.execPath, ['-e', script]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout!, 'data');
}

/** Which of the ports let the machine in, at which address. */
async function reached(from: Machine, ports: readonly number[], hosts: readonly string[]): Promise<string[]> {
  const places = hosts.flatMap((host) => ports.map((port) => ({ host, port })));
  const script = `const places = ${JSON.stringify(places)};
    Promise.all(places.map((place) => new Promise((done) => {
      const socket = require('net').connect({ ...place, timeout: 3000 });
      const is = (how) => { socket.destroy(); done(how ? [place.host + ' ' + place.port] : []); };
      socket.on('data', () => is(true)).on('timeout', () => is(false)).on('error', () => is(false));
    }))).then((found) => console.log(JSON.stringify(found.flat())));`;
  return JSON.parse(await from.run(process.execPath, ['-e', script])) as string[];
}

/** What Streamlit's health check answers, or why it does not. */
async function health(from: Machine, host: string, port: number): Promise<string> {
  const script = `const request = require('http').get({ host: '${host}', port: ${port}, path: '/_stcore/health', timeout: 3000 },
      (response) => response.on('data', (text) => console.log(String(text))));
    request.on('timeout', () => (console.log('nothing'), request.destroy()));
    request.on('error', ({ code }) => code !== 'ECONNRESET' && console.log(code));`;
  return (await from.run(process.execPath, ['-e', script])).trim();
}

const both = [SERVER.v4, SERVER.v6];
const at = (ports: readonly number[], hosts: readonly string[] = both) =>
  hosts.flatMap((host) => ports.map((port) => `${host} ${port}`));

const ssh = 22;
const everything = [80, 443, 8501, 8502, 8503, 8000, 8001, 8504, 9001, 9002, 9004, 18501, ssh];
const load = (server: Machine, text: string) => server.run('nft', ['-f', '-'], text);

describe('in the kernel', () => {
  test('another machine reaches Nginx’s ports and SSH, and none of the inner ones, by IPv4 and IPv6', async () => {
    const { server, client } = await networkForTest();
    await listen(server, everything);
    expect(await reached(client, everything, both)).toEqual(at(everything));
    await load(server, renderFirewall(model()));
    expect(await reached(client, everything, both)).toEqual(at([80, 443, 8501, 8502, 8503, ssh]));
    // The machine itself reaches all of them, at every address of its own.
    expect(await reached(server, everything, ['127.0.0.1', '::1', ...both])).toEqual(
      at(everything, ['127.0.0.1', '::1', ...both]),
    );
  });

  test('what is bound to loopback is closed to others without any rules', async () => {
    const { server, client } = await networkForTest();
    await listen(server, [18501], '127.0.0.1');
    await listen(server, [18502], '::1');
    expect(await reached(server, [18501], ['127.0.0.1'])).toEqual(['127.0.0.1 18501']);
    expect(await reached(client, [18501, 18502], both)).toEqual([]);
  });

  test('a real Streamlit: open to others where nobody told it otherwise, closed by the rules, and by its binding', async () => {
    const { server, client } = await networkForTest();
    const python = join(homeDir, '.venv', 'bin', 'python');
    const script = join(homeDir, 'examples', 'sales.py');
    const start = async (port: number, ...more: string[]) => {
      const options = ['--server.headless', 'true', '--browser.gatherUsageStats', 'false', ...more];
      const args = ['-m', 'streamlit', 'run', script, '--server.port', String(port), ...options];
      const child = server.start(python, args);
      onTestFinished(() => void child.kill('SIGKILL'));
      await expect.poll(() => health(server, '127.0.0.1', port), { timeout: 120_000 }).toBe('ok');
    };
    await Promise.all([start(18501), start(18502, '--server.address', '127.0.0.1')]);
    expect(await health(client, SERVER.v4, 18501)).toBe('ok');
    expect(await health(client, SERVER.v4, 18502)).toBe('ECONNREFUSED');
    await load(server, renderFirewall(model()));
    expect(await health(client, SERVER.v4, 18501)).toBe('nothing');
    expect(await health(server, '127.0.0.1', 18501)).toBe('ok');
  }, 180_000);

  test('loading again replaces the rules and leaves other tables alone; a bad file changes nothing', async () => {
    const { server, client } = await networkForTest();
    await listen(server, [8501, 8502, 18501]);
    await load(
      server,
      'table inet other { chain input { type filter hook input priority 0; tcp dport 8502 drop\n }\n}\n',
    );
    const text = renderFirewall(model());
    for (let i = 0; i < 3; i++) await load(server, text);
    const tables = await server.run('nft', ['list', 'tables']);
    expect(tables.trim().split('\n')).toEqual(['table inet other', 'table inet sluice']);
    expect((await server.run('nft', ['list', 'table', 'inet', 'sluice'])).match(/iifname/g)).toHaveLength(1);
    expect(await reached(client, [8501, 8502, 18501], both)).toEqual(at([8501]));
    await expect(load(server, text.replace('@closed', '@nowhere'))).rejects.toThrow();
    expect(await reached(client, [8501, 18501], both)).toEqual(at([8501]));
    // An app that is gone leaves nothing behind.
    await load(server, renderFirewall(firewallModel(environment(), [], { ownAddresses: [] })));
    expect(await reached(client, [18501], both)).toEqual(at([18501]));
  });

  test('where visitors are named, others reach nothing of ours', async () => {
    const { server, client } = await networkForTest();
    await listen(server, [80, 8503, ssh]);
    await load(server, renderFirewall(model({}, ['10.0.0.0/8', '0.0.0.0-1.2.3.4', '2001:db8:1::/48'])));
    expect(await reached(client, [80, 8503, ssh], both)).toEqual(at([ssh]));
    await load(server, renderFirewall(model({ ADMIN_ALLOW: CLIENT.v4 }, ['10.0.0.0/8'])));
    expect(await reached(client, [80, 8503, ssh], both)).toEqual([
      ...at([80, 8503, ssh], [SERVER.v4]),
      ...at([ssh], [SERVER.v6]),
    ]);
    await load(server, renderFirewall(model({}, ['0.0.0.0/0', '::/0', '10.0.0.0/8'])));
    expect(await reached(client, [80], both)).toEqual(at([80]));
  });
});

describe('the command', () => {
  test('prints the database’s apps; check tells whether that is what is loaded', async () => {
    const { db, url } = await freshDatabase('sqlite');
    await db.app.create({ data: { slug: 'sales', name: 'Sales', port: 8501 } });
    const variables = { DATABASE_URL: url, ...secrets, SLUICE_LANG: 'en' };
    const text = await runSluice(['firewall', 'render'], { env: variables });
    expect([text.code, text.stderr]).toEqual([0, '']);
    expect(text.stdout).toMatch(/8501 sales/);
    const odd = await runSluice(['firewall', 'render', '--from', '10.0.0.0/8,office'], { env: variables });
    expect(odd).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/"office" is neither/) });
    const { server } = await networkForTest();
    const check = () =>
      new Promise<{ code: number | null; said: string }>((resolve) => {
        const child = server.start(process.execPath, ['bin/sluice', 'firewall', 'check'], variables);
        let said = '';
        for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += chunk));
        child.once('close', (code) => resolve({ code, said }));
      });
    expect(await check()).toMatchObject({ code: 1, said: expect.stringMatching(/not loaded/) });
    await load(server, text.stdout);
    expect(await check()).toMatchObject({ code: 0 });
    await server.run('nft', ['add', 'element', 'inet', 'sluice', 'open', '{ 8001 }']);
    expect(await check()).toMatchObject({ code: 1, said: expect.stringMatching(/8001/) });
  }, 180_000);
});
