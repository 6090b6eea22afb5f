export const dynamic = 'force-dynamic';

/** Whether the process is up and answers. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { 'Cache-Control': 'no-store' } });
}
