// The keeper's figures. It has no port: it writes them into a file, which the portal shows with its own.

import { join } from 'node:path';
import type { LogReader } from '@/lib/keeper/log-reader';
import { counterText, gaugeText } from './registry';

export const keeperMetricsPath = (dataDir: string) => join(dataDir, 'run', 'keeper.prom');

export function keeperMetrics(
  { counts, behind }: Pick<LogReader, 'counts' | 'behind'>,
  now = Date.now(),
): string {
  return [
    counterText('sluice_nginx_log_lines_total', 'Lines of Nginx’s log read in.', counts.lines),
    counterText('sluice_nginx_log_damaged_total', 'Lines that could not be read.', counts.damaged),
    counterText(
      'sluice_nginx_refusals_total',
      'Refusals of Nginx’s written into the audit log.',
      counts.refusals,
    ),
    counterText(
      'sluice_nginx_refusals_left_out_total',
      'Refusals that were too many of the same.',
      counts.leftOut,
    ),
    gaugeText('sluice_nginx_log_behind_bytes', 'What of Nginx’s log is still to be read.', [[{}, behind]]),
    gaugeText('sluice_keeper_seen_seconds', 'When the keeper last wrote this, since 1970.', [
      [{}, now / 1000],
    ]),
  ].join('');
}
