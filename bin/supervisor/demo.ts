// The demo's Streamlit apps, and what to try with them.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { homeDir } from '@/lib/env';
import type { translator } from '@/lib/i18n';
import { httpAnswer } from './http-answer';
import type { ProcessSpec } from './supervised-process';

export type Words = ReturnType<typeof translator<'start'>>;

export type DemoApp = { slug: string; name: string; port: number };

export const RULES = join(homeDir, 'examples', 'rules.yaml');
const PYTHON = join(homeDir, '.venv', 'bin', 'python');

/** The apps of examples/rules.yaml; their ports count from `portBase`, so that a second demo can run beside the first. */
export function demoApps(portBase: number | undefined): DemoApp[] {
  const { apps } = parse(readFileSync(RULES, 'utf8')) as { apps: DemoApp[] };
  const lowest = Math.min(...apps.map((app) => app.port));
  return apps.map(({ slug, name, port }) => ({ slug, name, port: port - lowest + (portBase ?? lowest) }));
}

/** How each app is run; undefined when Streamlit is not installed. */
export function demoProcesses(apps: DemoApp[]): ProcessSpec[] | undefined {
  if (!existsSync(join(homeDir, '.venv', 'bin', 'streamlit'))) return undefined;
  return apps.map(({ slug, port }) => ({
    name: slug,
    file: PYTHON,
    args: [
      '-m',
      'streamlit',
      'run',
      join(homeDir, 'examples', `${slug}.py`),
      ...streamlitOptions(port + UPSTREAM_OFFSET),
    ],
    isReady: async () => (await httpAnswer(port + UPSTREAM_OFFSET, '/_stcore/health'))?.body === 'ok',
    stopSignal: 'SIGTERM',
    stopWithin: 5000,
    optional: true,
  }));
}

/** On loopback: visitors come through Nginx, which asks the guard first. */
function streamlitOptions(port: number): string[] {
  const options = {
    'server.address': '127.0.0.1',
    'server.port': String(port),
    'server.headless': 'true',
    'server.fileWatcherType': 'none',
    'client.toolbarMode': 'viewer',
    'browser.gatherUsageStats': 'false',
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

/** What to try, with what each visitor of the demo's rules gets. `originAt`: the origin at a host. */
export function demoLines(originAt: (host: string) => string, apps: DemoApp[], words: Words): string[] {
  const nameOf = (slug: string) => apps.find((app) => app.slug === slug)?.name ?? slug;
  const url = `${originAt('127.0.0.1')}/`;
  // Nobody vouches for the certificate of a demo.
  const look = url.startsWith('https:') ? 'curl -ik' : 'curl -i';
  const curl = (address: string) => `${look} --interface ${address} ${url}`;
  const lines: [string, string][] = [
    [url, words('tryBrowser')],
    [curl('127.0.0.1'), words('tryChoose')],
    [`${look} -g ${originAt('::1')}/`, words('tryChoose')],
    [curl('127.0.0.21'), words('tryApp', { name: nameOf('sales') })],
    [curl('127.0.0.31'), words('tryApp', { name: nameOf('energy') })],
    [curl('127.0.0.66'), words('tryDenied')],
    [curl('127.0.0.77'), words('tryExpired')],
  ];
  const width = Math.max(...lines.map(([command]) => command.length));
  return [words('tryDemo'), ...lines.map(([command, result]) => `  ${command.padEnd(width)}   # ${result}`)];
}
