import { clockOf } from '@/lib/audit/clock';
import { searchLog } from '@/lib/audit/log-search';
import { matchesVisit, parseVisitParams } from '@/lib/audit/visit-filter';
import { visitStream } from '@/lib/audit/visit-stream';
import { visitTail } from '@/lib/audit/visit-tail';
import { readVisits, resolveVisitFilter, visitId, visitQuery } from '@/lib/audit/visits';
import { requireRole } from '@/lib/auth/require-role';
import { isLiveSession } from '@/lib/auth/sessions';

const MOST_EARLIER = 200;

export async function GET(request: Request) {
  const { by, db } = await requireRole('viewer');
  const given = Object.fromEntries(new URL(request.url).searchParams);
  const resolved = await resolveVisitFilter(db, parseVisitParams(given), clockOf(by));
  if (!resolved.ok) return new Response(null, { status: 204 });
  const { filter } = resolved;
  // The header is of a browser that reconnects by itself, the parameter of one that was out of sight.
  const last = visitId(request.headers.get('last-event-id') ?? given.after);
  const body = visitStream({
    listen: (onVisits) => visitTail().listen({ onVisits }),
    matches: (visit) => matchesVisit(filter, visit),
    catchUp: async () => {
      if (last === null) return [];
      const limits = { limit: MOST_EARLIER, patience: 50 };
      const found = await searchLog(db, visitQuery(filter), { towards: 'newer', id: last }, limits);
      return (await readVisits(db, found.ids)).reverse();
    },
    isAlive: () => isLiveSession(db, by.sessionId),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
