// A whole Sluice of the test's own, started by the command that people use: Nginx, portal and, for the demo, Streamlit.

import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Database, openDatabase } from '@/lib/db';
import { freePort } from '@/lib/testing/postgresql-cluster';

const root = join(import.meta.dirname, '..', '..');

export type Stack = {
  /** Through Nginx. */
  url: string;
  httpPort: number;
  portalPort: number;
  /** Port of the demo's first app; the others follow. */
  appPort: number;
  dataDir: string;
  variables: Record<string, string>;
  db: Database;
  /** What the processes have printed so far. */
  output: () => string;
  /** Runs a command of `sluice` against this stack; rejects when it fails. */
  sluice: (...args: string[]) => Promise<{ stdout: string; stderr: string }>;
  /** Applies rules given as text. */
  apply: (rules: string) => Promise<void>;
  /** Sends a signal to the supervisor. */
  kill: (signal: NodeJS.Signals) => void;
  /** The exit code, once it has ended. */
  exited: Promise<number | null>;
  stop: () => Promise<void>;
};

export type StackOptions = { demo?: boolean; variables?: Record<string, string>; dataDir?: string };

/** Starts a stack and resolves when it says that it is ready. */
export async function startStack({
  demo = false,
  variables = {},
  dataDir,
}: StackOptions = {}): Promise<Stack> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'sluice-e2e-'));
  const [httpPort, httpsPort, portalPort, guardPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  // Below the ports that the system hands out, and so are those 10,000 above, at which guarded apps listen.
  const appPort = 12_000 + Math.floor(Math.random() * 8000);
  const own: Record<string, string> = {
    HTTP_PORT: String(httpPort),
    HTTPS_PORT: String(httpsPort),
    PORTAL_PORT: String(portalPort),
    GUARD_PORT: String(guardPort),
    DATA_DIR: folder,
    DEMO_PORT_BASE: String(appPort),
    PROXY_SECRET: randomBytes(24).toString('base64url'),
    AUTH_SECRET: randomBytes(24).toString('base64url'),
    SLUICE_LANG: 'en',
    // Its visits would be among those that tests count.
    DOCTOR_AT_START: 'no',
    ...variables,
  };
  const env = { ...process.env, ...own };
  const child = spawn(process.execPath, ['bin/start.mjs', ...(demo ? ['--demo'] : [])], { cwd: root, env });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
        if (/Sluice is ready/.test(output)) resolve();
      });
    }
    void exited.then((code) => reject(new Error(`the stack ended with ${code}:\n${output}`)));
  });
  await ready;
  const db = openDatabase(own.DATABASE_URL ?? `file:${join(folder, 'sluice.db')}`);
  const sluice = (...args: string[]) =>
    promisify(execFile)(join(root, 'bin', 'sluice'), args, { env, cwd: folder });
  return {
    ...{
      url: `http://127.0.0.1:${httpPort}`,
      httpPort,
      portalPort,
      appPort,
      dataDir: folder,
      variables: own,
      db,
    },
    ...{ exited, sluice, output: () => output, kill: (signal) => child.kill(signal) },
    async apply(rules) {
      const file = join(folder, 'test-rules.yaml');
      writeFileSync(file, rules);
      await sluice('apply', file, '--prune');
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await db.$disconnect();
      if (!dataDir) rmSync(folder, { recursive: true, force: true });
    },
  };
}
