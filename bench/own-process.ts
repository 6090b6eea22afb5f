// A measurement in a fresh Node process, from code bundled as it is for production: a loader that rewrites functions on the
// fly would be measured too.

import { join } from 'node:path';
import { build } from 'esbuild';
import { homeDir } from '@/lib/env';
import type { Workspace } from './workspace';

/** Bundles bench/<name>.ts, runs it with the arguments and returns the JSON that it prints. */
export async function inOwnProcess<Result>(
  workspace: Workspace,
  name: string,
  args: readonly string[] = [],
  nodeFlags: readonly string[] = [],
): Promise<Result> {
  const bundle = workspace.path(`${name}.mjs`);
  await build({
    entryPoints: [join(homeDir, 'bench', `${name}.ts`)],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    alias: { '@': homeDir },
    logLevel: 'warning',
  });
  return JSON.parse(await workspace.run(process.execPath, [...nodeFlags, bundle, ...args])) as Result;
}
