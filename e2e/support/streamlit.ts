// A real Streamlit for one test file.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpAnswer } from '@/bin/supervisor/http-answer';

const root = join(import.meta.dirname, '..', '..');

/** Runs an app of e2e/apps on loopback; resolves when it is healthy. */
export async function startStreamlit(name: string, port: number): Promise<{ stop: () => Promise<void> }> {
  const options = {
    'server.address': '127.0.0.1',
    'server.port': String(port),
    'server.headless': 'true',
    'server.fileWatcherType': 'none',
    'server.trustedUserHeaders': JSON.stringify({ 'X-Sluice-Email': 'email' }),
    'browser.gatherUsageStats': 'false',
  };
  const flags = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
  const script = join(root, 'e2e', 'apps', `${name}.py`);
  const child = spawn(join(root, '.venv', 'bin', 'python'), ['-m', 'streamlit', 'run', script, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  while ((await httpAnswer(port, '/_stcore/health'))?.body !== 'ok') {
    if (child.exitCode !== null) throw new Error(`Streamlit ended with ${child.exitCode}`);
    await sleep(200);
  }
  return {
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
