import { requireRole } from '@/lib/auth/require-role';
import { parseRowId } from '@/lib/row-id';
import { deletionImpact } from '@/lib/users/deletion-impact';

/** `?ids=1,2`: what goes with these users when they are deleted. */
export async function GET(request: Request): Promise<Response> {
  const { db } = await requireRole('editor');
  const given = new URL(request.url).searchParams.get('ids') ?? '';
  const ids = given.split(',').flatMap((id) => parseRowId(id) ?? []);
  return Response.json(await deletionImpact(db, ids), { headers: { 'Cache-Control': 'no-store' } });
}
