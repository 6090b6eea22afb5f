// Runs the real command line in a process of its own.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { homeDir } from '../env';

export type Ran = { code: number | null; stdout: string; stderr: string };

const variables = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  PROXY_SECRET: 'p'.repeat(40),
  AUTH_SECRET: 'a'.repeat(40),
  SLUICE_LANG: 'en',
};

/** `sluice` with these arguments, with nothing of this process's environment but what is given. */
export async function runSluice(
  given: readonly string[],
  {
    env = {},
    input = '',
    cwd,
    wrapper = [],
  }: {
    env?: Record<string, string>;
    input?: string | Uint8Array;
    cwd?: string;
    /** A program and its first arguments, which runs the command given to it as the rest. */
    wrapper?: readonly string[];
  } = {},
): Promise<Ran> {
  const [file = '', ...args] = [...wrapper, process.execPath, join(homeDir, 'bin', 'sluice'), ...given];
  const child = spawn(file, args, {
    env: { ...variables, ...env } as unknown as NodeJS.ProcessEnv,
    cwd,
  });
  // A command that does not read its input may end before all of it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}
