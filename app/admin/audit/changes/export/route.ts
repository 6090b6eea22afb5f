import { parseChangeParams } from '@/lib/audit/change-filter';
import { changePages } from '@/lib/audit/changes';
import { clockOf } from '@/lib/audit/clock';
import { changeLines, downloadOf, exportFormats } from '@/lib/audit/log-export';
import { recordExport } from '@/lib/audit/record-export';
import { requireRole } from '@/lib/auth/require-role';

export async function GET(request: Request) {
  const { by, db } = await requireRole('viewer');
  const given = Object.fromEntries(new URL(request.url).searchParams);
  const format = exportFormats.find((each) => each === given.format) ?? 'csv';
  const params = parseChangeParams(given);
  const clock = clockOf(by);
  await recordExport(by, 'ChangeEvent', { format, ...params });
  return downloadOf(changeLines(changePages(db, params, clock), format), `changes-${clock.today}`, format);
}
