import { reachOfSelection } from '@/lib/apps/app-list';
import { requireRole } from '@/lib/auth/require-role';
import { parseRowId } from '@/lib/row-id';

/** `?ids=1,2`: how many users and ranges lose these apps when they are deleted. */
export async function GET(request: Request): Promise<Response> {
  const { db } = await requireRole('editor');
  const given = new URL(request.url).searchParams.get('ids') ?? '';
  const ids = given.split(',').flatMap((id) => parseRowId(id) ?? []);
  return Response.json(await reachOfSelection(db, ids), { headers: { 'Cache-Control': 'no-store' } });
}
