// Has Nginx listen at the ports of the guarded apps that the database has now.

import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpAnswer } from '@/bin/supervisor/http-answer';
import { listAppRules } from '@/lib/apps/queries';
import type { Database } from '@/lib/db';
import { parseEnv } from '@/lib/env';
import { guardedApps, nginxModel, nginxPaths } from '@/lib/nginx/model';
import { runningMaster } from '@/lib/nginx/publish';
import { renderNginx } from '@/lib/nginx/render';

/** Resolves when each of them answers, whatever it says. */
export async function openGuardedPorts(db: Database, variables: Record<string, string>): Promise<void> {
  const env = parseEnv(variables);
  const apps = (await listAppRules(db)).map(({ id, rule }) => ({ id, ...rule }));
  const { config } = nginxPaths(env);
  writeFileSync(`${config}.next`, renderNginx(nginxModel(env, apps)), { mode: 0o600 });
  renameSync(`${config}.next`, config);
  const master = runningMaster(env);
  if (master === undefined) throw new Error('Nginx does not run');
  process.kill(master, 'SIGHUP');
  const ports = guardedApps(apps).map(({ port }) => port);
  while ((await Promise.all(ports.map((port) => httpAnswer(port, '/')))).some((answer) => !answer))
    await sleep(50);
}
