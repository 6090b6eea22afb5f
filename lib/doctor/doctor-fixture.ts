// What the tests of the checks share: an environment of the test's own, and servers that answer as they are told.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Env, parseEnv } from '@/lib/env';
import { freePort } from '@/lib/testing/postgresql-cluster';
import type { Check, Finding } from './check';
import { runDoctor } from './run-doctor';

const random = 'k3Jv9QwZx7LpRt2YbNc5HdMs8FgUe4TaXo6VnBi1Cq0';
export const strong = { PROXY_SECRET: random, AUTH_SECRET: [...random].reverse().join('') };

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-doctor-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An environment of the test's own; every port is one where nothing listens. */
export async function environment(variables: Record<string, string> = {}): Promise<Env> {
  const [http, https, portal, guard] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  return parseEnv({
    ...{ HTTP_PORT: `${http}`, HTTPS_PORT: `${https}`, PORTAL_PORT: `${portal}`, GUARD_PORT: `${guard}` },
    ...{ DATA_DIR: folder(), ...strong, ...variables },
  });
}

type Given = { env?: Env; now?: number; home?: string };

export async function found(check: Check, { env, ...given }: Given = {}): Promise<Finding[]> {
  const options = { env: env ?? (await environment()), locale: 'en' as const, checks: [check], ...given };
  return (await runDoctor(options)).results[0]!.findings;
}

export const codes = (findings: readonly Finding[]) =>
  findings.map(({ status, code }) => `${status} ${code}`);

export async function listen(
  port: number,
  host: string,
  answer: RequestListener = (_, response) => response.end('ok'),
) {
  const server = createServer(answer);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
}

export const statusOnly =
  (status: number): RequestListener =>
  (_, response) => {
    response.statusCode = status;
    response.end();
  };
