// The machine that was measured: its shape, never its name.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { homeDir } from '@/lib/env';

export type Machine = { cores: number; cpu: string; memoryGiB: number; system: string; loadBefore: number };

export function machine(): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    // Above zero, something else was using the machine.
    loadBefore: loadavg()[0]!,
  };
}

export function versions(): Record<string, string> {
  const nginx = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  return {
    node: process.versions.node,
    next: packageVersion('next'),
    prisma: packageVersion('prisma'),
    'better-sqlite3': packageVersion('better-sqlite3'),
    nginx: /nginx\/([\d.]+)/.exec(nginx.stderr ?? '')?.[1] ?? 'unknown',
  };
}

function packageVersion(name: string): string {
  const text = readFileSync(join(homeDir, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
