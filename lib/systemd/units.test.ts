import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { homeDir } from '@/lib/env';
import { runSluice } from '@/lib/testing/run-sluice';
import { PlaceError, unitText, usualPlaces } from './unit-text';

const source = join(homeDir, 'deploy', 'systemd');
const names = readdirSync(source);
const textOf = (name: string) => readFileSync(join(source, name), 'utf8');
const services = names.filter((name) => name.endsWith('.service'));
/** A template is looked at as one of its instances. */
const instance = (name: string) => name.replace('@.', name.startsWith('sluice-portal') ? '@8000.' : '@demo.');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-units-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** `sluice systemd render` for this machine, with templates made instances. */
async function renderedUnits(): Promise<string> {
  const tree = folder();
  const rendered = await runSluice(['systemd', 'render', tree, '--user', 'sluice'], {
    env: { DATA_DIR: '/var/lib/sluice' },
  });
  expect(rendered).toMatchObject({ code: 0, stderr: '' });
  const units = join(tree, 'etc/systemd/system');
  expect(readdirSync(units).sort()).toEqual([...names].sort());
  expect(statSync(join(tree, 'usr/local/bin/sluice')).mode & 0o777).toBe(0o755);
  for (const name of names) {
    if (name.includes('@.')) copyFileSync(join(units, name), join(units, instance(name)));
  }
  return units;
}

async function systemdAnalyze(args: string[], cwd: string): Promise<{ code: number; output: string }> {
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } as unknown as NodeJS.ProcessEnv;
  const done = promisify(execFile)('systemd-analyze', args, { cwd, env });
  return done.then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  );
}

test('systemd finds nothing wrong with the units that are rendered for this machine', async () => {
  const cwd = await renderedUnits();
  const sluice = names.filter((name) => name.startsWith('sluice')).map((name) => `./${instance(name)}`);
  expect(await systemdAnalyze(['verify', '--man=no', ...sluice], cwd)).toEqual({ code: 0, output: '' });
  // There is no such app on this machine; that is all there is to say.
  const app = await systemdAnalyze(['verify', '--man=no', './streamlit@demo.service'], cwd);
  expect(app.output.trim()).toBe(
    'streamlit@demo.service: Command /srv/streamlit/demo/.venv/bin/python is not executable: No such file or directory',
  );
});

test('every service is as closed as its work allows: an exposure of 2.5 of 10 at most', async () => {
  const cwd = await renderedUnits();
  for (const name of services) {
    const { output } = await systemdAnalyze(
      ['security', '--offline=true', `./${instance(name)}`, '--threshold=25'],
      cwd,
    );
    const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(output) ?? [];
    expect(Number(exposure), name).toBeLessThanOrEqual(2.5);
  }
});

test('nothing of ours runs as root, an app sees nothing of Sluice, and only Nginx and its keeper take low ports', () => {
  for (const name of services) {
    const text = textOf(name);
    expect(text, name).toMatch(/^(User=sluice|DynamicUser=yes)$/m);
    expect(text, name).toContain('NoNewPrivileges=yes');
    const capabilities = /^CapabilityBoundingSet=(.*)$/m.exec(text)?.[1];
    const mayTakeLowPorts = ['sluice-nginx.service', 'sluice-keeper.service'].includes(name);
    expect(capabilities, name).toBe(mayTakeLowPorts ? 'CAP_NET_BIND_SERVICE' : '');
  }
  const app = textOf('streamlit@.service');
  expect(app).toContain('InaccessiblePaths=-/opt/sluice -/var/lib/sluice');
  expect(app).toContain('--server.address 127.0.0.1');
});

test('a unit says the places of the machine it is rendered for', () => {
  const places = {
    ...usualPlaces,
    ...{ home: '/home/gate/sluice', dataDir: '/srv/data', user: 'gate', node: '/opt/node/bin/node' },
    portalPort: 8010,
  };
  const text = names.map((name) => unitText(textOf(name), places)).join('\n');
  expect(text).not.toMatch(/\/opt\/sluice|\/var\/lib\/sluice|=sluice$|\/usr\/bin\/node/m);
  expect(text).toContain('ExecStart=/opt/node/bin/node /home/gate/sluice/bin/guard.mjs');
  expect(text).toContain('sluice-portal@8010.service');
  expect(text).toContain('ProtectHome=read-only');
  expect(names.map((name) => unitText(textOf(name), usualPlaces))).toEqual(names.map(textOf));
});

test.each(['/opt/with space', '/opt/50%', '/opt/$HOME', '/opt/"q"', '/opt/a\nUser=root', 'relative'])(
  'a place that systemd would read otherwise is refused: %j',
  (home) => {
    expect(() => unitText('', { ...usualPlaces, home })).toThrow(PlaceError);
  },
);
