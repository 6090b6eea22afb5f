import { requireRole } from '@/lib/auth/require-role';
import { parseListParams } from '@/lib/list-params';
import { searchUsers, userList } from '@/lib/users/user-list';

const MOST = 10;

/** `?q=`: the first people whom it finds, as `{ email, name }`. */
export async function GET(request: Request): Promise<Response> {
  const { db } = await requireRole('viewer');
  const q = new URL(request.url).searchParams.get('q') ?? '';
  const { search } = parseListParams({ q }, userList);
  const found = search === '' ? [] : await searchUsers(db, search, MOST);
  return Response.json(found, { headers: { 'Cache-Control': 'no-store' } });
}
