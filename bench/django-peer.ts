// The stack that Sluice replaces: the Django project in peers/django, served by Waitress.

import type { ChildProcess } from 'node:child_process';
import { type DjangoEnvironment, ensureEnvironment, peerVersions } from './django-environment';
import { type BenchRules, rulesAsJson } from './rules';
import type { Workspace } from './workspace';

export class DjangoPeer {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly workspace: Workspace,
    private readonly environment: DjangoEnvironment,
    private readonly port: number,
    /** Waitress's threads: its default is 4. */
    readonly defaultThreads: number,
  ) {}

  /** A migrated database with the rules in it; no server yet. */
  static async prepare(workspace: Workspace, port: number, rules: BenchRules): Promise<DjangoPeer> {
    const environment = await ensureEnvironment(workspace, 'django');
    const peer = new DjangoPeer(workspace, environment, port, 4);
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

  versions(): Promise<Record<string, string>> {
    return peerVersions(this.workspace, this.environment);
  }

  private get options() {
    return {
      cwd: this.environment.project,
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
    return this.workspace.run(this.environment.python, ['manage.py', command, ...args], {
      ...this.options,
      ...input,
    });
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
    this.server = this.workspace.start('waitress', this.environment.python, args, this.options);
    // No such page: no visit is recorded, and the server is up.
    await this.workspace.ready('waitress', this.server, `http://127.0.0.1:${this.port}/none`);
  }

  async stop(): Promise<void> {
    if (this.server) await this.workspace.stop(this.server);
  }
}
