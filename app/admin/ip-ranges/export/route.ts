import { requireRole } from '@/lib/auth/require-role';
import { rangeList } from '@/lib/ip-ranges/range-list';
import { exportList, rangeExportPages } from '@/lib/list-export';
import { parseListParams } from '@/lib/list-params';

export async function GET(request: Request): Promise<Response> {
  const { by, db } = await requireRole('viewer');
  const given = new URL(request.url).searchParams;
  const params = parseListParams(Object.fromEntries(given), rangeList);
  return exportList(by, 'ranges', given, params, rangeExportPages(db, params));
}
