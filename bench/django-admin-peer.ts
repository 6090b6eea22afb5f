// Django's admin over Sluice's own tables (peers/django-admin), served by Waitress.

import type { ChildProcess } from 'node:child_process';
import { type DjangoEnvironment, ensureEnvironment, peerVersions } from './django-environment';
import { HttpClient } from './http-client';
import type { Workspace } from './workspace';

const account = { name: 'bench', password: 'a long pass phrase for the bench' };

export class DjangoAdminPeer {
  private constructor(
    private readonly workspace: Workspace,
    private readonly environment: DjangoEnvironment,
    private readonly server: ChildProcess,
    /** How it is reached. */
    readonly url: string,
  ) {}

  /** `name` tells several apart in the workspace. */
  static async start(
    workspace: Workspace,
    { name, port, databaseUrl }: { name: string; port: number; databaseUrl: string },
  ): Promise<DjangoAdminPeer> {
    const environment = await ensureEnvironment(workspace, 'django-admin');
    const options = {
      cwd: environment.project,
      env: {
        DJANGO_SETTINGS_MODULE: 'settings',
        DJANGO_SECRET_KEY: 'x'.repeat(50),
        DJANGO_DATABASE: workspace.path(`${name}.db`),
        DJANGO_SUPERUSER_PASSWORD: account.password,
        DATABASE_URL: databaseUrl,
      },
    };
    const manage = (...args: string[]) => workspace.run(environment.python, ['manage.py', ...args], options);
    await manage('migrate', '--verbosity', '0');
    await manage('createsuperuser', '--noinput', '--username', account.name, '--email', 'bench@example.com');
    const args = ['-m', 'waitress', `--listen=127.0.0.1:${port}`, '--threads=4', 'wsgi:application'];
    const server = workspace.start(name, environment.python, args, options);
    const url = `http://127.0.0.1:${port}`;
    await workspace.ready(name, server, `${url}/admin/login/`);
    return new DjangoAdminPeer(workspace, environment, server, url);
  }

  /** A client that is signed in. `url`: through which proxy. */
  async signIn(url = this.url): Promise<HttpClient> {
    const client = new HttpClient(url);
    await client.get('/admin/login/');
    const answer = await client.post('/admin/login/?next=/admin/', {
      username: account.name,
      password: account.password,
      csrfmiddlewaretoken: client.cookies.get('csrftoken') ?? '',
    });
    if (answer.status !== 302) throw new Error(`Django's admin answers the sign-in with ${answer.status}`);
    return client;
  }

  versions(): Promise<Record<string, string>> {
    return peerVersions(this.workspace, this.environment);
  }

  stop(): Promise<void> {
    return this.workspace.stop(this.server);
  }
}
