// An example of a CSV file to begin with.

import { requireRole } from '@/lib/auth/require-role';
import { BYTE_ORDER_MARK, csvLine } from '@/lib/csv';
import { csvFields } from '@/lib/import/csv-columns';
import { sections } from '@/lib/rules-file/parse';

const examples: Record<string, string> = {
  slug: 'sales',
  port: '8501',
  path: '/',
  guarded: 'true',
  enabled: 'true',
  email: 'alice@example.com',
  apps: 'sales; finance',
  range: '10.1.2.7',
  effect: 'allow',
  user: 'alice@example.com',
};
const names: Record<string, string> = { apps: 'Sales dashboard', users: 'Alice Kim' };

export async function GET(request: Request): Promise<Response> {
  await requireRole('editor');
  const kind = sections.find((section) => section === new URL(request.url).searchParams.get('kind'));
  if (!kind) return new Response('Not found\n', { status: 404 });
  const fields = csvFields[kind];
  const row = fields.map((field) => (field === 'name' ? names[kind]! : (examples[field] ?? '')));
  return new Response(BYTE_ORDER_MARK + csvLine(fields) + csvLine(row), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="sluice-${kind}-template.csv"`,
    },
  });
}
