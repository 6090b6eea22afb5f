// Two machines that are none: a server and a host beside it, each a network namespace, with a cable between them. Made in a
// user namespace, so that it needs no root; what is loaded and listens there is nowhere else.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

export const SERVER = { v4: '192.0.2.1', v6: '2001:db8::1' };
export const CLIENT = { v4: '192.0.2.2', v6: '2001:db8::2' };

export type Machine = {
  /** Runs a program to its end; rejects with what it said where it fails. */
  run: (file: string, args: readonly string[], input?: string) => Promise<string>;
  /** Starts a program that goes on. */
  start: (file: string, args: readonly string[], env?: Record<string, string>) => ChildProcess;
};

export type Network = { server: Machine; client: Machine; stop: () => void };

const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Makes both. Where the system allows no user namespaces this fails, and says so. */
export async function startNetwork(): Promise<Network> {
  const server = await holder(['unshare', '--user', '--map-root-user', '--net']);
  const client = await holder([...inside(server.pid), 'unshare', '--net']);
  const machines = { server: machine(server.pid), client: machine(client.pid) };
  const stop = () => {
    client.kill('SIGKILL');
    server.kill('SIGKILL');
  };
  const cable = `ip link add to-client type veth peer name to-server netns ${client.pid}`;
  await machines.server.run('sh', ['-ec', `${cable}; ${address('to-client', SERVER)}`]);
  await machines.client.run('sh', ['-ec', address('to-server', CLIENT)]);
  return { ...machines, stop };
}

/** As startNetwork, until the test ends. */
export async function networkForTest(): Promise<Network> {
  const network = await startNetwork();
  onTestFinished(network.stop);
  return network;
}

/** Without duplicate address detection, which would take a second. */
const address = (link: string, { v4, v6 }: typeof SERVER) =>
  `ip link set lo up; ip addr add ${v4}/24 dev ${link}; ip addr add ${v6}/64 dev ${link} nodad; ip link set ${link} up`;

const inside = (pid: number) => [
  'nsenter',
  '--user',
  '--preserve-credentials',
  '--net',
  '--target',
  String(pid),
];

/** A process that does nothing but keep its namespaces. */
async function holder(prefix: readonly string[]): Promise<ChildProcess & { pid: number }> {
  const [file = '', ...args] = [...prefix, 'sh', '-c', 'echo here; exec cat'];
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, PATH } });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const failed = once(child, 'exit').then(() => {
    throw new Error(
      `no network namespace could be made: ${said.trim()}. The tests of the firewall need util-linux and user namespaces ` +
        '(sysctl kernel.unprivileged_userns_clone=1; in Docker --security-opt seccomp=unconfined)',
    );
  });
  await Promise.race([once(child.stdout, 'data'), failed]);
  failed.catch(() => undefined);
  return child as typeof child & { pid: number };
}

function machine(pid: number): Machine {
  const started = (file: string, args: readonly string[]) => {
    const [program = '', ...rest] = [...inside(pid), file, ...args];
    return { program, rest };
  };
  return {
    async run(file, args, input) {
      const { program, rest } = started(file, args);
      const running = promisify(execFile)(program, rest, { env: { ...process.env, PATH }, timeout: 60_000 });
      running.child.stdin?.end(input ?? '');
      return (await running).stdout;
    },
    start(file, args, env = {}) {
      const { program, rest } = started(file, args);
      return spawn(program, rest, { env: { ...process.env, ...env, PATH }, stdio: ['pipe', 'pipe', 'pipe'] });
    },
  };
}
