// The installed Nginx: where it is, how it is run, what it says of a configuration.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import type { Env } from '@/lib/env';
import { findProgram } from '@/lib/find-program';
import { type Locale, localeFromTerminal } from '@/lib/i18n';
import { nginxPaths } from './model';
import { problemText } from './publish-problem';

/**
 * What runs Nginx in the foreground with the published configuration; SIGQUIT lets it finish what it has begun, SIGTERM
 * does not. Throws, in words, where Nginx is not installed.
 */
export function nginxCommand(
  env: Env,
  locale: Locale = localeFromTerminal(),
  folders = programFolders(),
): { file: string; args: string[] } {
  const file = nginxProgram(folders);
  if (!file) {
    const problem = { code: 'notInstalled' as const, params: { command: installCommand() } };
    throw new Error(problemText(problem, locale));
  }
  return { file, args: [...nginxArguments(env, nginxPaths(env).config), '-g', 'daemon off;'] };
}

/** The arguments with which Nginx runs on a configuration, or tests it. */
export const nginxArguments = (env: Env, config: string) => {
  const { prefix, errorLog } = nginxPaths(env);
  return ['-p', `${prefix}/`, '-c', config, '-e', errorLog];
};

/** What Nginx has against a configuration; undefined: nothing. */
export function nginxTest(
  file: string,
  args: string[],
): Promise<{ kind: 'refused' | 'not started'; detail: string } | undefined> {
  return new Promise((resolve) => {
    execFile(file, [...args, '-t', '-q'], { timeout: 30_000 }, (error, _stdout, stderr) => {
      if (!error) return resolve(undefined);
      const detail = stderr.trim();
      if (typeof error.code === 'number' && detail) return resolve({ kind: 'refused', detail });
      resolve({ kind: 'not started', detail: detail || error.message });
    });
  });
}

/** Debian keeps nginx in /usr/sbin, which is not in the PATH of those who are not root. */
function programFolders(): string[] {
  const path = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...path, '/usr/sbin', '/usr/local/sbin', '/sbin'];
}

/** The installed Nginx, if there is one. */
export const nginxProgram = (folders = programFolders()) => findProgram('nginx', folders);

/** How Nginx is installed here. */
export function installCommand(): string {
  const has = (file: string) => existsSync(file);
  if (process.platform === 'darwin') return 'brew install nginx';
  if (has('/usr/bin/dnf')) return 'dnf install nginx';
  if (has('/sbin/apk')) return 'apk add nginx';
  if (has('/usr/bin/pacman')) return 'pacman -S nginx';
  return 'apt-get install nginx-light';
}
