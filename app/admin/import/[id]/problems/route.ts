// All that is wrong with a file, as CSV: for whoever has to mend it.

import { requireRole } from '@/lib/auth/require-role';
import { BYTE_ORDER_MARK, csvLine } from '@/lib/csv';
import { translator } from '@/lib/i18n';
import { findImport } from '@/lib/import/imports';
import { readRows } from '@/lib/import/preview-rows';
import { importProblemText } from '@/lib/import/problem-words';
import { streamText } from '@/lib/stream-text';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { by } = await requireRole('editor');
  const found = findImport(by, (await params).id);
  if (found?.state.phase !== 'ready') return new Response('Not found\n', { status: 404 });
  const { folder, upload } = found;
  const t = translator(by.locale, 'import');
  async function* pieces() {
    yield BYTE_ORDER_MARK + csvLine([t('table.line'), t('table.field'), t('table.problem')]);
    for (let page = 1; ; page++) {
      const rows = await readRows(folder, 'wrong', page);
      if (rows.length === 0) return;
      const problems = rows.flatMap((row) => row.problems);
      yield problems
        .map((problem) =>
          csvLine([problem.line, problem.field, importProblemText(problem, upload.kind, by.locale)]),
        )
        .join('');
    }
  }
  return new Response(streamText(pieces()), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="sluice-import-problems.csv"`,
    },
  });
}
