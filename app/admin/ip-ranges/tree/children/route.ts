import { requireRole } from '@/lib/auth/require-role';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { treeLevel } from '@/lib/ip-ranges/range-tree';
import { parseRowId } from '@/lib/row-id';

/** `?of=ID&skip=100`: what lies directly in a range; without `of`, in no other. */
export async function GET(request: Request): Promise<Response> {
  const { db } = await requireRole('viewer');
  const query = new URL(request.url).searchParams;
  const { table, at } = await currentRules();
  const skip = parseRowId(query.get('skip')) ?? 0;
  return Response.json(await treeLevel(db, table, parseRowId(query.get('of')), skip, at));
}
