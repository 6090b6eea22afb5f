// The portal as `npm start` runs it, on a database and ports of its own.

import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openDatabase } from '@/lib/db';
import { homeDir } from '@/lib/env';
import { deployMigrations } from '@/lib/migrations';
import { type BenchRules, fillDatabase } from './rules';
import { freePorts, type Workspace } from './workspace';

/** The variables of one instance: all of them, so that no .env of the folder has a say. */
export type InstanceEnv = Record<'DATABASE_URL' | 'PORTAL_PORT' | 'PROXY_SECRET', string> &
  Record<string, string>;

/** A migrated SQLite database with the rules in it, in the folder `name`. */
export async function prepareDatabase(
  workspace: Workspace,
  name: string,
  rules: BenchRules,
  given: { portalPort?: number; proxySecret?: string } = {},
): Promise<{ env: InstanceEnv }> {
  const [httpPort, guardPort, portalPort] = await freePorts(3);
  const databaseUrl = `file:${workspace.path(name, 'sluice.db')}`;
  await deployMigrations(databaseUrl);
  const db = openDatabase(databaseUrl);
  await fillDatabase(db, rules).finally(() => db.$disconnect());
  return {
    env: {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      SLUICE_LANG: 'en',
      SLUICE_HOME: homeDir,
      HTTP_PORT: String(httpPort),
      PORTAL_PORT: String(given.portalPort ?? portalPort),
      GUARD_PORT: String(guardPort),
      DATA_DIR: workspace.path(name),
      DATABASE_URL: databaseUrl,
      PUBLIC_HOSTS: '127.0.0.1',
      TRUSTED_PROXIES: '',
      ACCESS_LOG: 'required',
      DEFAULT_LANDING: 'first',
      SUPPORT_CONTACT: '',
      PROXY_SECRET: given.proxySecret ?? randomBytes(24).toString('hex'),
      AUTH_SECRET: randomBytes(24).toString('hex'),
    },
  };
}

/** Runs `sluice` on an instance's database and returns what it printed. */
export function sluice(
  workspace: Workspace,
  env: InstanceEnv,
  args: string[],
  input?: string,
): Promise<string> {
  return workspace.run(process.execPath, [join(homeDir, 'bin', 'sluice'), ...args], { env, input });
}

export class Portal {
  private constructor(
    private readonly workspace: Workspace,
    private readonly server: ChildProcess,
    private readonly env: InstanceEnv,
  ) {}

  static async start(
    workspace: Workspace,
    { name, rules, ...given }: { name: string; rules: BenchRules; portalPort?: number; proxySecret?: string },
  ): Promise<Portal> {
    const { env } = await prepareDatabase(workspace, name, rules, given);
    const next = join(homeDir, 'node_modules', 'next', 'dist', 'bin', 'next');
    const args = [next, 'start', '-H', '127.0.0.1', '-p', env.PORTAL_PORT];
    const server = workspace.start(`portal-${name}`, process.execPath, args, { env });
    const portal = new Portal(workspace, server, env);
    await workspace.ready(`portal-${name}`, server, portal.url('/readyz'), 120);
    return portal;
  }

  get pid(): number {
    return this.server.pid!;
  }

  get variables(): InstanceEnv {
    return this.env;
  }

  get databaseUrl(): string {
    return this.env.DATABASE_URL;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.env.PORTAL_PORT}${path}`;
  }

  /** The headers with which Nginx hands on a visitor of this address. */
  headersFor(address: string): Record<string, string> {
    return {
      Host: '127.0.0.1',
      'X-Real-IP': address,
      'X-Forwarded-For': address,
      'X-Forwarded-Proto': 'http',
      'X-Request-Id': randomBytes(16).toString('hex'),
      'X-Sluice-Secret': this.env.PROXY_SECRET,
    };
  }

  sluice(args: string[]): Promise<string> {
    return sluice(this.workspace, this.env, args);
  }

  stop(): Promise<void> {
    return this.workspace.stop(this.server);
  }
}
