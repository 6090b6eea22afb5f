// Load on one URL by wrk, or by autocannon where wrk is missing.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { homeDir } from '@/lib/env';
import type { Workspace } from './workspace';

export type LoadTool = 'wrk' | 'autocannon';

export type LoadResult = {
  answers: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Refused or broken connections, timeouts, statuses of 400 and above. */
  failures: number;
};

export type LoadOptions = {
  url: string;
  connections: number;
  seconds: number;
  /** A file of addresses, one a line, which the requests come from in turn. */
  visitors: string;
};

export function loadTool(): LoadTool {
  return spawnSync('wrk', ['--version']).error ? 'autocannon' : 'wrk';
}

export async function load(workspace: Workspace, tool: LoadTool, options: LoadOptions): Promise<LoadResult> {
  const { url, connections, seconds, visitors } = options;
  const bench = join(homeDir, 'bench');
  const output =
    tool === 'wrk'
      ? await workspace.run('wrk', [
          ...['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s'],
          ...['-s', join(bench, 'load.lua'), url, '--', visitors],
        ])
      : await workspace.run(process.execPath, [
          ...[join(bench, 'load-autocannon.mjs'), url, String(connections), String(seconds), visitors],
        ]);
  return JSON.parse(output.trimEnd().split('\n').at(-1)!) as LoadResult;
}
