// What the portal's process keeps running: the rules, the recorder and the watch over the apps. Hung on globalThis, since
// middleware, pages and route handlers are bundles of their own.

import { join } from 'node:path';
import { HealthWatch } from './apps/health';
import { AccessRecorder } from './audit/access-recorder';
import { env } from './env';
import { RuleTableFollower } from './rule-table';

export type Portal = {
  readonly rules: RuleTableFollower;
  readonly recorder: AccessRecorder;
  readonly health: HealthWatch;
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
  });
  const health = new HealthWatch(() => rules.current()?.table.apps.values() ?? []);
  rules.start();
  health.start();
  return { rules, recorder, health };
}
