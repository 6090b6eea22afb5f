// The keeper's work on Nginx's logs: read in, rotated, and what there is to tell of that, for the portal's /metrics.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Env } from '@/lib/env';
import { log } from '@/lib/log';
import { keeperMetrics, keeperMetricsPath } from '@/lib/metrics/keeper-metrics';
import { nginxPaths } from '@/lib/nginx/model';
import type { RuleTableFollower } from '@/lib/rule-table';
import type { KeeperJob } from './keeper';
import { LogReader } from './log-reader';
import { rotateLogs } from './log-rotation';

/** How often sizes are looked at and figures written, in ms. */
const INTERVAL = 5000;
const MEGABYTE = 1_000_000;

export function startLogs(config: Env, rules: Pick<RuleTableFollower, 'current'>): KeeperJob {
  const paths = nginxPaths(config);
  const reader = new LogReader({
    databaseUrl: config.databaseUrl,
    path: paths.accessLog,
    slugs: () => new Map([...(rules.current()?.table.apps ?? [])].map(([id, { slug }]) => [id, slug])),
  });
  let reported = '';
  let working: Promise<void> | undefined;
  const work = async () => {
    try {
      if (config.nginxLogSize > 0) {
        const size = config.nginxLogSize * MEGABYTE;
        await rotateLogs({ paths: [paths.accessLog, paths.errorLog], pidFile: paths.pid, size });
      }
      writeWhole(keeperMetricsPath(config.dataDir), keeperMetrics(reader));
      reported = '';
    } catch (error) {
      if (String(error) !== reported) log.error('nginx log', `not rotated, or no figures of it: ${error}`);
      reported = String(error);
    }
  };
  reader.start();
  const timer = setInterval(() => {
    working ??= work().finally(() => {
      working = undefined;
    });
  }, INTERVAL);
  return {
    async stop() {
      clearInterval(timer);
      await working;
      await reader.stop();
    },
  };
}

/** Nobody ever reads half of it. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.keeper-${process.pid}`);
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}
