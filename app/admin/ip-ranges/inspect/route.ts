import { requireRole } from '@/lib/auth/require-role';
import { inspectRange } from '@/lib/ip-ranges/inspect-range';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { parseRowId } from '@/lib/row-id';

/** `?range=…`: what the text says as a range, and what lies around it. `except`: the id of the range being edited. */
export async function GET(request: Request): Promise<Response> {
  const { by } = await requireRole('viewer');
  const query = new URL(request.url).searchParams;
  const { table, at } = await currentRules();
  const text = (query.get('range') ?? '').slice(0, 200);
  const except = parseRowId(query.get('except'));
  return Response.json(inspectRange(table, text, { locale: by.locale, at, except }));
}
