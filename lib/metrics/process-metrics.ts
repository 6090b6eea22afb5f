// What every one of the processes tells of itself.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gaugeText } from './registry';

const shared = globalThis as { sluiceLoopDelay?: ReturnType<typeof monitorEventLoopDelay> };

/** Measures from the first call on; the delay is that since the last one. */
export function processMetrics(): string {
  if (!shared.sluiceLoopDelay) {
    shared.sluiceLoopDelay = monitorEventLoopDelay({ resolution: 20 });
    shared.sluiceLoopDelay.enable();
  }
  const delay = shared.sluiceLoopDelay.percentile(99) / 1e9;
  shared.sluiceLoopDelay.reset();
  const { user, system } = process.cpuUsage();
  const one = (name: string, help: string, value: number) => gaugeText(name, help, [[{}, value]]);
  return [
    one('process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
    one(
      'process_start_time_seconds',
      'When it was started, since 1970.',
      Date.now() / 1000 - process.uptime(),
    ),
    one('process_cpu_seconds_used', 'Processor time it has used.', (user + system) / 1e6),
    one('nodejs_eventloop_lag_p99_seconds', 'How late its timers were, since the last look.', delay),
  ].join('');
}
