import { requireRole } from '@/lib/auth/require-role';
import { exportList, userExportPages } from '@/lib/list-export';
import { parseListParams } from '@/lib/list-params';
import { userList } from '@/lib/users/user-list';

export async function GET(request: Request): Promise<Response> {
  const { by, db } = await requireRole('viewer');
  const given = new URL(request.url).searchParams;
  const params = parseListParams(Object.fromEntries(given), userList);
  return exportList(by, 'users', given, params, userExportPages(db, params));
}
