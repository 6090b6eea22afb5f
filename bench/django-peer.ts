// The stack that Sluice replaces: the Django project in peers/django, served by Waitress.

import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeDir } from '@/lib/env';
import { type BenchRules, rulesAsJson } from './rules';
import { keptFolder, type Workspace } from './workspace';

const project = join(homeDir, 'bench', 'peers', 'django');
const environment = join(keptFolder, 'django');
const python = join(environment, 'bin', 'python');

/** Makes the virtual environment, once; packages of the system count, as Waitress may come from Debian. */
async function ensureEnvironment(workspace: Workspace): Promise<void> {
  const requirements = join(project, 'requirements.txt');
  const stamp = join(environment, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  const system = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  await workspace.run(system, ['-m', 'venv', '--clear', '--system-site-packages', environment]);
  await workspace.run(python, ['-m', 'pip', 'install', '--quiet', '--retries', '1', '-r', requirements]);
  writeFileSync(stamp, digest);
}

export class DjangoPeer {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly workspace: Workspace,
    private readonly port: number,
    /** Waitress's threads: its default is 4. */
    readonly defaultThreads: number,
  ) {}

  /** A migrated database with the rules in it; no server yet. */
  static async prepare(workspace: Workspace, port: number, rules: BenchRules): Promise<DjangoPeer> {
    await ensureEnvironment(workspace);
    const peer = new DjangoPeer(workspace, port, 4);
    await peer.manage('migrate', '--verbosity', '0');
    await peer.manage('load_rules', { input: rulesAsJson(rules) });
    return peer;
  }

  get pid(): number | undefined {
    return this.server?.pid;
  }

  get databaseUrl(): string {
    return `file:${this.workspace.path('django.db')}`;
  }

  private get options() {
    return {
      cwd: project,
      env: {
        DJANGO_SETTINGS_MODULE: 'settings',
        DJANGO_SECRET_KEY: 'x'.repeat(50),
        DJANGO_DATABASE: this.workspace.path('django.db'),
      },
    };
  }

  private manage(command: string, ...rest: (string | { input: string })[]): Promise<string> {
    const args = rest.filter((entry) => typeof entry === 'string');
    const input = rest.find((entry) => typeof entry === 'object');
    return this.workspace.run(python, ['manage.py', command, ...args], { ...this.options, ...input });
  }

  async serve(threads: number): Promise<void> {
    await this.stop();
    const args = [
      '-m',
      'waitress',
      `--listen=127.0.0.1:${this.port}`,
      `--threads=${threads}`,
      'wsgi:application',
    ];
    this.server = this.workspace.start('waitress', python, args, this.options);
    // No such page: no visit is recorded, and the server is up.
    await this.workspace.ready('waitress', this.server, `http://127.0.0.1:${this.port}/none`);
  }

  async stop(): Promise<void> {
    if (this.server) await this.workspace.stop(this.server);
  }
}

/** The versions of Python, Django, Waitress and the SQLite in use. */
export async function peerVersions(workspace: Workspace): Promise<Record<string, string>> {
  const code = `
import importlib.metadata, json, platform, sqlite3
version = importlib.metadata.version
print(json.dumps({"python": platform.python_version(), "django": version("django"),
                  "waitress": version("waitress"), "sqlite (python)": sqlite3.sqlite_version}))`;
  return JSON.parse(await workspace.run(python, ['-c', code])) as Record<string, string>;
}
