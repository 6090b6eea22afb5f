// The keeper: what has to be done all the time and for nobody in particular. Publishing Nginx's configuration, asking the apps
// for their health, reading Nginx's log in. A process of its own, so that none of it is in a visitor's way.

import { env } from '@/lib/env';
import { logConsole, nameProcess } from '@/lib/log';
import { RuleTableFollower } from '@/lib/rule-table';
import { startLogs } from './logs';

/** One of the keeper's jobs, once it has been started. */
export type KeeperJob = { stop: () => Promise<void> };

export type Keeper = { stop: () => Promise<void> };

/** Starts the keeper's jobs; resolves when each is at work. */
export async function startKeeper(): Promise<Keeper> {
  nameProcess('keeper');
  logConsole();
  const { databaseUrl, defaultLanding } = env();
  const rules = new RuleTableFollower(databaseUrl, defaultLanding);
  rules.start();
  const jobs: KeeperJob[] = [startLogs(env(), rules)];
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
      await rules.stop();
    },
  };
}
