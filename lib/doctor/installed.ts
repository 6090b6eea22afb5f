// Which versions of what Sluice stands on are here.

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Installed = {
  package: string;
  version: string;
  ecosystem: 'npm' | 'node' | 'pypi' | 'nginx' | 'debian';
};

/** Every package of node_modules that is named, Node itself, Nginx and, where it is in .venv, Streamlit. */
export async function installedVersions(home: string, names: readonly string[]): Promise<Installed[]> {
  return [
    { package: 'node', version: process.versions.node, ecosystem: 'node' },
    ...names.flatMap((name) => npmPackage(home, name)),
    ...pythonPackages(home),
    ...(await nginxVersions()),
  ];
}

function npmPackage(home: string, name: string): Installed[] {
  try {
    const text = readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8');
    return [{ package: name, version: (JSON.parse(text) as { version: string }).version, ecosystem: 'npm' }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** By the folders that pip writes: streamlit-1.64.0.dist-info. */
function pythonPackages(home: string): Installed[] {
  const lib = join(home, '.venv', 'lib');
  return foldersIn(lib)
    .flatMap((python) => foldersIn(join(lib, python, 'site-packages')))
    .flatMap((folder) => {
      const [, name, version] = /^(streamlit|starlette|tornado)-([\d.]+)\.dist-info$/.exec(folder) ?? [];
      return name && version ? [{ package: name, version, ecosystem: 'pypi' as const }] : [];
    });
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Debian puts fixes into old versions: there its own number tells, elsewhere Nginx's. */
export async function nginxVersions(): Promise<Installed[]> {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` };
  const run = (file: string, args: string[]) =>
    promisify(execFile)(file, args, { env, timeout: 5000 }).then(
      ({ stdout, stderr }) => stdout + stderr,
      // Not installed, or not a Debian.
      () => '',
    );
  const [said, debian] = await Promise.all([
    run('nginx', ['-v']),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own.
    run('dpkg-query', ['-W', '-f', '${Version}', 'nginx-common']),
  ]);
  const version = /nginx\/([\d.]+)/.exec(said)?.[1];
  if (!version) return [];
  const isDebian = /^[\w.+~:-]+$/.test(debian) && debian.includes(version);
  return [
    isDebian
      ? { package: 'nginx', version: debian, ecosystem: 'debian' }
      : { package: 'nginx', version, ecosystem: 'nginx' },
  ];
}
