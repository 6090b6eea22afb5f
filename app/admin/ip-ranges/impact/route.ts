import { requireRole } from '@/lib/auth/require-role';
import { deletionImpact } from '@/lib/ip-ranges/deletion-impact';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { parseRowId } from '@/lib/row-id';

/** `?ids=1,2`: what goes with these ranges when they are deleted, in the administrator’s words. */
export async function GET(request: Request): Promise<Response> {
  const { by } = await requireRole('editor');
  const given = new URL(request.url).searchParams.get('ids') ?? '';
  const ids = given.split(',').flatMap((id) => parseRowId(id) ?? []);
  const { table, at } = await currentRules();
  return Response.json({ text: await deletionImpact(table, ids, at, by.locale) });
}
