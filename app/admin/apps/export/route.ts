import { appList } from '@/lib/apps/app-list';
import { requireRole } from '@/lib/auth/require-role';
import { appExportPages, exportList } from '@/lib/list-export';
import { parseListParams } from '@/lib/list-params';

export async function GET(request: Request): Promise<Response> {
  const { by, db } = await requireRole('viewer');
  const given = new URL(request.url).searchParams;
  const params = parseListParams(Object.fromEntries(given), appList);
  return exportList(by, 'apps', given, params, appExportPages(db, params));
}
