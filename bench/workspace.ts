// A folder, free ports and child processes for one run; all of it is gone when the run ends.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeDir } from '@/lib/env';

/** What outlives a run: the Django environment, the last results. Git does not see it. */
export const keptFolder = join(homeDir, 'data', 'bench');

export type CommandOptions = {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
};

export class Workspace {
  readonly folder: string;
  private readonly children = new Set<ChildProcess>();
  private readonly listeners: Server[] = [];

  constructor() {
    mkdirSync(keptFolder, { recursive: true });
    this.folder = mkdtempSync(join(keptFolder, 'run-'));
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Starts a server; its output goes to `<name>.log` in the folder. */
  start(name: string, command: string, args: string[], options: CommandOptions = {}): ChildProcess {
    const log = openSync(this.path(`${name}.log`), 'a');
    const child = spawn(command, args, {
      cwd: options.cwd ?? homeDir,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    child.once('error', () => this.children.delete(child));
    return child;
  }

  /** Runs a command to its end and returns what it printed; throws with its output where it fails. */
  async run(command: string, args: string[], options: CommandOptions = {}): Promise<string> {
    const child = spawn(command, args, {
      cwd: options.cwd ?? homeDir,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.children.add(child);
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    // A command that ends before it has read everything says so by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }).finally(() => this.children.delete(child));
    if (code !== 0)
      throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${tail(output + errors)}`);
    return output;
  }

  /** Waits until the server answers below 500 at the URL. */
  async ready(name: string, child: ChildProcess, url: string, seconds = 60): Promise<void> {
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer && answer.status < 500) return;
      await sleep(50);
    }
    throw new Error(
      `${name} is not ready at ${url}:\n${tail(readFileSync(this.path(`${name}.log`), 'utf8'))}`,
    );
  }

  /** Ports at which something says that it is well, whatever it is asked: apps that are up. */
  async listen(count: number): Promise<number[]> {
    const servers = await listeners(count);
    for (const server of servers) server.on('connection', (socket) => socket.end(WELL));
    this.listeners.push(...servers);
    return servers.map(portOf);
  }

  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(force);
  }

  async close(): Promise<void> {
    await Promise.all([...this.children].map((child) => this.stop(child)));
    for (const server of this.listeners) server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** As Streamlit says it. */
const WELL = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';

const tail = (text: string) => text.split('\n').slice(-30).join('\n');

/** Seconds of processor time that the process has used, all its threads together. */
export function processorSeconds(pid: number): number {
  // proc(5): utime and stime are the 14th and 15th field; the 2nd is in brackets and may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** Ports that nobody listens on, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await listeners(count);
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listeners(count: number): Promise<Server[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
