// How far an import is, for the page that waits for it.

import { requireRole } from '@/lib/auth/require-role';
import { findImport } from '@/lib/import/imports';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { by } = await requireRole('editor');
  const found = findImport(by, (await params).id);
  if (!found) return new Response(null, { status: 404 });
  const { phase, progress } = found.state;
  return Response.json({ phase, progress }, { headers: { 'Cache-Control': 'no-store' } });
}
