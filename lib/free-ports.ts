// Which ports can be had, and who has the others.

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { listenerOf, type PortOwner } from './listeners';

export type WantedPort = {
  port: number;
  /** The addresses it will be bound to. */
  hosts: string[];
};

export type PortProblem<Wanted extends WantedPort = WantedPort> = Wanted &
  ({ kind: 'taken'; owner?: PortOwner } | { kind: 'privilege' });

/** All of the machine's addresses, of both families. */
export const EVERYWHERE = ['0.0.0.0', '::'];

/** Every port that can't be had, by binding each for a moment. */
export async function findPortProblems<Wanted extends WantedPort>(
  wanted: readonly Wanted[],
): Promise<PortProblem<Wanted>[]> {
  const problems = await Promise.all(
    wanted.map(async (port): Promise<PortProblem<Wanted>[]> => {
      const codes = await Promise.all(port.hosts.map((host) => bindError(port.port, host)));
      if (codes.includes('EADDRINUSE')) return [{ ...port, kind: 'taken', owner: listenerOf(port.port) }];
      if (codes.includes('EACCES')) return [{ ...port, kind: 'privilege' }];
      return [];
    }),
  );
  return problems.flat();
}

/** The error code; undefined when the port can be had or the machine has no such address (IPv6 switched off). */
function bindError(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host, ipv6Only: true, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

/** Whether the program's file itself brings the right to ports below 1024 (setcap). */
export function mayBindLowPorts(program: string): boolean {
  try {
    return execFileSync('getcap', [program], { encoding: 'utf8' }).includes('cap_net_bind_service');
  } catch {
    return false;
  }
}
