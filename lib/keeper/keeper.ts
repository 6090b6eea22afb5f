// The keeper: what has to be done all the time and for nobody in particular. Publishing Nginx's configuration, asking the apps
// for their health, reading Nginx's log in. A process of its own, so that none of it is in a visitor's way.

import { openDatabase } from '@/lib/db';
import { env } from '@/lib/env';
import { readPublishRequest } from '@/lib/nginx/publish-request';
import { RuleTableFollower } from '@/lib/rule-table';
import { HealthChecks } from './health-checks';
import { Publisher } from './publisher';

/** One of the keeper's jobs, once it has been started. */
export type KeeperJob = { stop: () => Promise<void> };

export type Keeper = { stop: () => Promise<void> };

/** Starts the keeper's jobs; resolves when each is at work. */
export async function startKeeper(): Promise<Keeper> {
  const { databaseUrl, defaultLanding } = env();
  const rules = new RuleTableFollower(databaseUrl, defaultLanding);
  rules.start();
  const db = openDatabase(databaseUrl);
  const health = new HealthChecks(db, () => rules.current()?.table.apps.values());
  const publisher = new Publisher(env(), {
    rules: () => {
      const current = rules.current();
      return current && { revision: current.revision, apps: current.table.apps };
    },
    request: () => readPublishRequest(db),
  });
  const jobs: KeeperJob[] = [health.start(), publisher.start()];
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
      await rules.stop();
      await db.$disconnect();
    },
  };
}
