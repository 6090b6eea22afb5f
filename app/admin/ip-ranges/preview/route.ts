import { requireRole } from '@/lib/auth/require-role';
import { previewRange } from '@/lib/ip-ranges/preview-range';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { rangeSchema } from '@/lib/ip-ranges/schema';
import { parseRowId } from '@/lib/row-id';

/**
 * `?draft=…` (the form’s input as JSON): what the range will do, in words; empty while it is not one yet. `except`: the id of
 * the range being edited.
 */
export async function GET(request: Request): Promise<Response> {
  const { by } = await requireRole('viewer');
  const query = new URL(request.url).searchParams;
  const draft = rangeSchema.safeParse(parsedOrNull(query.get('draft') ?? ''));
  if (!draft.success) return Response.json({ text: '' });
  const { table, at } = await currentRules();
  return Response.json({
    text: await previewRange(table, draft.data, at, by, parseRowId(query.get('except'))),
  });
}

function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not written by the form.
    return null;
  }
}
