import { requireRole } from '@/lib/auth/require-role';
import { portal } from '@/lib/portal';
import { search } from '@/lib/search';

/** What the command palette finds for `?q=`: see lib/search.ts. */
export async function GET(request: Request): Promise<Response> {
  const { db } = await requireRole('viewer');
  const text = new URL(request.url).searchParams.get('q') ?? '';
  const found = await search(db, text, portal().rules.current()?.table ?? null);
  return Response.json(found, { headers: { 'Cache-Control': 'no-store' } });
}
