// The programs beside the portal (command line, supervisor, guard, keeper, import, threads) as JavaScript: each start is a second
// shorter than with TypeScript turned into it then. Built in half a second when their sources have changed, so never stale.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashOf } from './stamp.mjs';

const root = join(import.meta.dirname, '..', '..');
const builds = join(root, '.programs');

const ENTRIES = {
  sluice: 'bin/cli.ts',
  supervise: 'bin/supervise.ts',
  guard: 'lib/guard/server.ts',
  keeper: 'lib/keeper/keeper.ts',
  'import-worker': 'lib/import/import-worker.ts',
  'auth-thread': 'lib/auth/auth-thread.ts',
  'recording-thread': 'lib/audit/recording-thread.ts',
};

const SOURCES = ['bin', 'lib', 'messages', 'tsconfig.json', 'package-lock.json'];
const isNotBuilt = (path) => /\.test\.tsx?$/.test(path);

/** Packages that bring binaries, or code that finds its files by where it is; the others go into the build. */
const EXTERNAL = [
  ...['@prisma/*', 'better-sqlite3', 'pg', '@node-rs/argon2', 'esbuild'],
  ...['next', 'next/*', 'next-auth', 'next-auth/*', 'react', 'react/*', 'react-dom', 'react-dom/*'],
  ...['commander', 'yaml'],
];

/**
 * The module of a program.
 *
 * @param {keyof typeof ENTRIES} name
 */
export async function program(name) {
  const folder = await buildPrograms();
  return import(pathToFileURL(join(folder, `${name}.mjs`)).href);
}

/** Builds what is not built for exactly these sources; returns the folder. Several at once do no harm. */
export async function buildPrograms() {
  const extra = [process.versions.modules, JSON.stringify(EXTERNAL), JSON.stringify(ENTRIES)];
  const hash = hashOf({ root, paths: SOURCES, skip: isNotBuilt, extra });
  const folder = join(builds, hash.slice(0, 32));
  if (existsSync(folder)) return folder;
  const { build } = await import('esbuild');
  const unfinished = join(builds, `unfinished-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: unfinished,
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ external: EXTERNAL, sourcemap: 'linked', logLevel: 'warning' },
  });
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process was first, with the same.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  removeOldBuilds();
  return folder;
}

/** Removes builds that are no longer the present one; one from which something may still run stays for a week. */
function removeOldBuilds() {
  for (const name of readdirSync(builds)) {
    const path = join(builds, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 7 * 86_400_000) rmSync(path, { recursive: true, force: true });
  }
}
