import { clockOf } from '@/lib/audit/clock';
import { downloadOf, exportFormats, visitLines } from '@/lib/audit/log-export';
import { recordExport } from '@/lib/audit/record-export';
import { parseVisitParams } from '@/lib/audit/visit-filter';
import { resolveVisitFilter, visitPages } from '@/lib/audit/visits';
import { requireRole } from '@/lib/auth/require-role';

export async function GET(request: Request) {
  const { by, db } = await requireRole('viewer');
  const given = Object.fromEntries(new URL(request.url).searchParams);
  const format = exportFormats.find((each) => each === given.format) ?? 'csv';
  const params = parseVisitParams(given);
  const clock = clockOf(by);
  const resolved = await resolveVisitFilter(db, params, clock);
  await recordExport(by, 'AccessEvent', { format, ...params });
  const pages = resolved.ok ? visitPages(db, resolved.filter) : nothing();
  return downloadOf(visitLines(pages, format), `visits-${clock.today}`, format);
}

/** What names somebody who has never been there matches nothing. */
async function* nothing() {}
