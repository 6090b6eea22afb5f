import { describeDatabaseError } from '@/lib/database-error';
import { portal } from '@/lib/portal';

export const dynamic = 'force-dynamic';

/** Whether visitors can be decided for and recorded; `not` says what is amiss, in words a monitor can match. */
export async function GET(): Promise<Response> {
  const { rules, recorder } = portal();
  const not: Record<string, string> = {};
  try {
    await rules.ping();
  } catch (error) {
    not.database = describeDatabaseError(error).code;
  }
  if (!rules.current()) not.rules = 'LOADING';
  else if (rules.problem !== undefined) not.rules = 'STALE';
  if (recorder.problem !== undefined) not.recording = describeDatabaseError(recorder.problem).code;
  const ok = Object.keys(not).length === 0;
  const status = ok ? 200 : 503;
  return Response.json(ok ? { ok } : { ok, not }, { status, headers: { 'Cache-Control': 'no-store' } });
}
