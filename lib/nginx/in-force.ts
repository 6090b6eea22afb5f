// What the running Nginx serves, asked of itself: every configuration answers at a path of its own.

import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '@/lib/env';
import { nginxPaths } from './model';
import { renderedProbe } from './render';

/** How long a running Nginx may take to be on the new configuration. */
export const RELOAD_SECONDS = 10;
/** Old workers go on accepting for a moment after new ones have started. */
const SETTLED_MS = 300;

/** Whether the running Nginx answers as this configuration, and no other one, does. */
export function isInForce(env: Env, text: string): Promise<boolean> {
  return answers(env, renderedProbe(text));
}

/** Waits until only the new configuration answers, the error log says why not, or time is up. */
export async function takenOver(
  env: Env,
  text: string,
  logged: number,
): Promise<'in force' | 'timed out' | { refused: string }> {
  const probe = renderedProbe(text);
  const deadline = Date.now() + RELOAD_SECONDS * 1000;
  let since: number | undefined;
  while (Date.now() < deadline) {
    if (await answers(env, probe)) {
      since ??= Date.now();
      if (Date.now() - since >= SETTLED_MS) return 'in force';
    } else {
      since = undefined;
      const refused = await newEmergencies(nginxPaths(env).errorLog, logged);
      if (refused) return { refused };
    }
    await sleep(30);
  }
  return 'timed out';
}

function answers(env: Env, path: string): Promise<boolean> {
  const host = env.publicHosts[0] ?? 'localhost';
  return new Promise((resolve) => {
    const probe = request(
      {
        host: '127.0.0.1',
        port: env.httpPort,
        path,
        // A connection kept alive would stay with one worker.
        agent: false,
        headers: { Host: host.includes(':') ? `[${host}]` : host },
        timeout: 1000,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 204);
      },
    );
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(false));
    probe.end();
  });
}

async function newEmergencies(errorLog: string, from: number): Promise<string> {
  const text = await readFile(errorLog).catch(() => Buffer.alloc(0));
  return text
    .subarray(from)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.includes('[emerg]'))
    .join('\n');
}
