// What the portal's process keeps running: the rules, the recorder and what is known of the apps' health. Hung on globalThis, since
// middleware, pages and route handlers are bundles of their own.

import { join } from 'node:path';
import { HealthFollower } from './apps/health-follower';
import { AccessRecorder } from './audit/access-recorder';
import { database } from './db';
import { env } from './env';
import { RuleTableFollower } from './rule-table';

export type Portal = {
  readonly rules: RuleTableFollower;
  readonly recorder: AccessRecorder;
  readonly health: HealthFollower;
};

const shared = globalThis as { sluicePortal?: Portal };

/** The portal's parts, started at the first call. */
export function portal(): Portal {
  shared.sluicePortal ??= startPortal();
  return shared.sluicePortal;
}

function startPortal(): Portal {
  const { databaseUrl, defaultLanding, accessLog, dataDir } = env();
  const rules = new RuleTableFollower(databaseUrl, defaultLanding);
  const recorder = new AccessRecorder({
    databaseUrl,
    mode: accessLog,
    spoolPath: join(dataDir, 'spool', 'access.jsonl'),
    inThread: true,
  });
  const health = new HealthFollower(database());
  rules.start();
  health.start();
  return { rules, recorder, health };
}
