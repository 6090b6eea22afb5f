// A whole Sluice as `npm start` runs it, real Nginx in front, on a database that is filled already.

import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { hashPassword } from '@/lib/auth/password';
import { openDatabase } from '@/lib/db';
import { homeDir } from '@/lib/env';
import { HttpClient } from './http-client';
import { freePorts, type Workspace } from './workspace';

const PASSWORD = 'the river is wide today';

export class SeededStack {
  private constructor(
    private readonly workspace: Workspace,
    private readonly supervisor: ChildProcess,
    readonly databaseUrl: string,
    readonly url: string,
    /** A user of the seed who may do everything. */
    readonly email: string,
  ) {}

  /** `name` tells several apart in the workspace. */
  static async start(
    workspace: Workspace,
    { name, databaseUrl }: { name: string; databaseUrl: string },
  ): Promise<SeededStack> {
    const email = await makeAdministrator(databaseUrl);
    const [httpPort, portalPort, guardPort] = await freePorts(3);
    // All variables that matter, so that no .env of the folder has a say.
    const env: Record<string, string> = {
      NEXT_TELEMETRY_DISABLED: '1',
      SLUICE_LANG: 'en',
      SLUICE_HOME: homeDir,
      HTTP_PORT: String(httpPort),
      PORTAL_PORT: String(portalPort),
      GUARD_PORT: String(guardPort),
      DATA_DIR: workspace.path(name),
      DATABASE_URL: databaseUrl,
      PUBLIC_HOSTS: '127.0.0.1',
      TRUSTED_PROXIES: '',
      ADMIN_HOST: '',
      ADMIN_ALLOW: '',
      ADMIN_ORIGIN: '',
      ACCESS_LOG: 'required',
      DEFAULT_LANDING: 'first',
      DOCTOR_AT_START: 'no',
      PROXY_SECRET: randomBytes(24).toString('hex'),
      AUTH_SECRET: randomBytes(24).toString('hex'),
    };
    const supervisor = workspace.start(name, process.execPath, [join(homeDir, 'bin', 'start.mjs')], { env });
    const url = `http://127.0.0.1:${httpPort}`;
    await workspace.ready(name, supervisor, `${url}/readyz`, 180);
    return new SeededStack(workspace, supervisor, databaseUrl, url, email);
  }

  /** A client that is signed in as the administrator, by what the sign-in page's form sends. */
  async signIn(): Promise<HttpClient> {
    const client = new HttpClient(this.url);
    const answer = await signIn(client, this.email, PASSWORD);
    if (answer.status !== 200)
      throw new Error(`the sign-in is answered with ${answer.status}: ${answer.body}`);
    const page = await client.get('/admin');
    if (page.status !== 200) throw new Error(`signed in, the dashboard answers with ${page.status}`);
    return client;
  }

  stop(): Promise<void> {
    return this.workspace.stop(this.supervisor);
  }
}

/** One attempt to sign in, with the token that comes before it. */
export async function signIn(client: HttpClient, email: string, password: string) {
  const { csrfToken } = JSON.parse((await client.get('/api/auth/csrf')).body) as { csrfToken: string };
  const form = { email, password, csrfToken, callbackUrl: `${client.origin}/admin`, json: 'true' };
  return client.post('/api/auth/callback/credentials', form);
}

/** Gives one of the seed's administrators a password; what was counted against it is forgotten. */
async function makeAdministrator(databaseUrl: string): Promise<string> {
  const db = openDatabase(databaseUrl);
  try {
    const account = await db.account.findFirstOrThrow({ where: { role: 'admin', user: { enabled: true } } });
    await db.account.update({
      where: { userId: account.userId },
      data: { passwordHash: await hashPassword(PASSWORD) },
    });
    await db.signInThrottle.deleteMany();
    return (await db.user.findUniqueOrThrow({ where: { id: account.userId } })).email;
  } finally {
    await db.$disconnect();
  }
}
