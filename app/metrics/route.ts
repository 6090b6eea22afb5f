import { readFile } from 'node:fs/promises';
import { env } from '@/lib/env';
import { keeperMetricsPath } from '@/lib/metrics/keeper-metrics';
import { mayReadMetrics } from '@/lib/metrics/may-read-metrics';
import { portalMetricsText } from '@/lib/metrics/portal-metrics';
import { METRICS_TYPE } from '@/lib/metrics/registry';
import { portal } from '@/lib/portal';

export const dynamic = 'force-dynamic';

/** The figures of the portal and of the keeper beside it, for Prometheus on this machine. */
export async function GET({ headers }: Request): Promise<Response> {
  if (!mayReadMetrics(headers)) return new Response(null, { status: 404 });
  const { rules, recorder, health } = portal();
  const own = portalMetricsText({ rules, recorder, downApps: health.downApps() });
  const answer = { 'Content-Type': METRICS_TYPE, 'Cache-Control': 'no-store' };
  return new Response(own + (await keeperText()), { headers: answer });
}

async function keeperText(): Promise<string> {
  try {
    return await readFile(keeperMetricsPath(env().dataDir), 'utf8');
  } catch (error) {
    // No keeper has run here yet.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
