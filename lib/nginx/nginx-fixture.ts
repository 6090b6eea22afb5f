// A real Nginx and an upstream that shows what reached it, for the tests.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from '@/lib/env';
import type { TlsFiles } from './certificate';
import { type NginxModel, nginxModel } from './model';
import { renderNginx } from './render';
import { makeSelfSigned } from './self-signed';

export const proxySecret = 'secret-of-the-tests-0123456789-abcdefgh';

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** This machine's model (its worker account, its IPv6), with temporary folders and what the test is about. */
export function modelFor(prefix: string, fields: Partial<NginxModel> = {}): NginxModel {
  const env = parseEnv({ DATA_DIR: prefix, PROXY_SECRET: proxySecret, AUTH_SECRET: proxySecret });
  const paths = {
    prefix,
    accessLog: join(prefix, 'access.log'),
    errorLog: join(prefix, 'error.log'),
    acme: join(prefix, 'acme'),
  };
  return { ...nginxModel(env), paths, ...fields };
}

/** A folder for one test file; `remove` it in afterAll. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'sluice-nginx-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

const certificates = new Map<string, TlsFiles>();

/** A certificate and key of a folder's own, for these hosts, made at the first call. */
export function certificateIn(folder: string, hosts: string[] = []): TlsFiles {
  const known = certificates.get(folder);
  if (known) return known;
  const env = parseEnv({ DATA_DIR: folder, PROXY_SECRET: proxySecret, AUTH_SECRET: proxySecret });
  const { certificate, key } = makeSelfSigned(env, { hosts, days: 90, force: true });
  certificates.set(folder, { certificate, key });
  return { certificate, key };
}

/** Asks Nginx whether it accepts the text; returns what it says, or nothing where it does. */
export function nginxRefusal(text: string, prefix: string): string | undefined {
  mkdirSync(join(prefix, 'temp'), { recursive: true });
  const config = join(prefix, 'checked.conf');
  writeFileSync(config, text);
  try {
    execFileSync('nginx', ['-p', `${prefix}/`, '-c', config, '-e', 'stderr', '-t', '-q'], {
      stdio: 'pipe',
      env: pathWithSbin(),
    });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error);
  }
}

const pathWithSbin = () => ({ ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` });

export type RunningNginx = {
  port: number;
  process: ChildProcess;
  errorLog: () => string;
  accessLog: () => string;
  stop: () => Promise<void>;
};

/** Starts Nginx on the model's port, and waits until it accepts. */
export async function startNginx(model: NginxModel): Promise<RunningNginx> {
  return startNginxOn(renderNginx(model), model.paths.prefix, model.httpPort);
}

export async function startNginxOn(text: string, prefix: string, port: number): Promise<RunningNginx> {
  mkdirSync(join(prefix, 'temp'), { recursive: true });
  const config = join(prefix, 'nginx.conf');
  writeFileSync(config, text, { mode: 0o600 });
  const args = ['-p', `${prefix}/`, '-c', config, '-e', join(prefix, 'error.log'), '-g', 'daemon off;'];
  const child = spawn('nginx', args, { stdio: ['ignore', 'ignore', 'inherit'], env: pathWithSbin() });
  await accepts(port, child);
  const read = (name: string) => () => readFileSync(join(prefix, name), 'utf8');
  return {
    port,
    process: child,
    errorLog: read('error.log'),
    accessLog: read('access.log'),
    stop: () => stopNginx(child),
  };
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    const accepted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (accepted) return;
    await sleep(25);
  }
  throw new Error('nginx did not start');
}

export async function stopNginx(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

export type Seen = { method: string; url: string; headers: Record<string, string[]>; bodyBytes: number };

export type Upstream = {
  port: number;
  requests: Seen[];
  connections: () => Promise<number>;
  stop: () => Promise<void>;
};

/** An upstream that answers with what it saw, as JSON; `answer` may take the response over by returning true. */
export async function startUpstream(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<Upstream> {
  const requests: Seen[] = [];
  const server = createHttpServer(async (incoming, response) => {
    let bodyBytes = 0;
    for await (const chunk of incoming) bodyBytes += (chunk as Buffer).length;
    const headers: Record<string, string[]> = {};
    for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
      const name = incoming.rawHeaders[i]!.toLowerCase();
      headers[name] = [...(headers[name] ?? []), incoming.rawHeaders[i + 1]!];
    }
    const seen = { method: incoming.method ?? '', url: incoming.url ?? '', headers, bodyBytes };
    requests.push(seen);
    if (answer(incoming, response)) return;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(seen));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    requests,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

export type Asked = {
  port: number;
  path?: string;
  method?: string;
  /** The address asked. */
  to?: string;
  /** The visitor's address: all of 127.0.0.0/8 is this machine. */
  from?: string;
  /** Name and value in pairs, so that names can come twice and in any case. */
  headers?: [string, string][];
  body?: string | Buffer;
};

/** One request on a connection of its own. */
export function ask({
  port,
  path = '/',
  method = 'GET',
  to,
  from,
  headers = [],
  body,
}: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const names = headers.map(([name]) => name.toLowerCase());
    const all = [...headers];
    if (!names.includes('host')) all.push(['Host', 'localhost']);
    if (body !== undefined && !names.includes('transfer-encoding')) {
      all.push(['Content-Length', String(Buffer.byteLength(body))]);
    }
    const outgoing = request(
      {
        host: to ?? '127.0.0.1',
        port,
        path,
        method,
        localAddress: from,
        agent: false,
        headers: all.flat(),
        setHost: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** What the upstream saw of a request that has to have reached it. */
export async function seen(asked: Asked): Promise<Seen> {
  const answer = await ask(asked);
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as Seen;
}

/** Sends bytes as they are and returns all that comes back until the connection is closed. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setTimeout(5000, () => {
      text += '[still open]';
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    // 444 ends the connection with a reset, which is what it is for.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}
