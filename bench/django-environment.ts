// Python with what a Django project of peers/ needs, in a virtual environment that outlives the run.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeDir } from '@/lib/env';
import { keptFolder, type Workspace } from './workspace';

export type DjangoEnvironment = {
  /** The project's folder. */
  project: string;
  python: string;
};

/** Makes the environment of peers/<name>, once; packages of the system count, as Waitress may come from Debian. */
export async function ensureEnvironment(workspace: Workspace, name: string): Promise<DjangoEnvironment> {
  const project = join(homeDir, 'bench', 'peers', name);
  const folder = join(keptFolder, name);
  const python = join(folder, 'bin', 'python');
  const requirements = join(project, 'requirements.txt');
  const stamp = join(folder, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return { project, python };
  const system = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  await workspace.run(system, ['-m', 'venv', '--clear', '--system-site-packages', folder]);
  await workspace.run(python, ['-m', 'pip', 'install', '--quiet', '--retries', '1', '-r', requirements]);
  writeFileSync(stamp, digest);
  return { project, python };
}

/** The versions of Python, Django, Waitress and the SQLite in use. */
export async function peerVersions(
  workspace: Workspace,
  { python }: DjangoEnvironment,
): Promise<Record<string, string>> {
  const code = `
import importlib.metadata, json, platform, sqlite3
version = importlib.metadata.version
print(json.dumps({"python": platform.python_version(), "django": version("django"),
                  "waitress": version("waitress"), "sqlite (python)": sqlite3.sqlite_version}))`;
  return JSON.parse(await workspace.run(python, ['-c', code])) as Record<string, string>;
}
