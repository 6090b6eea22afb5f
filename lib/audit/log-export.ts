// The log as text to keep elsewhere: CSV for spreadsheets, JSON Lines for programs. Of any size: a page of the log at a time,
// and the next one only when the reader has taken the last.

import { BYTE_ORDER_MARK, csvLine } from '@/lib/csv';
import { changeColumns, type RecordedChange } from './changes';
import { type Visit, visitColumns } from './visits';

export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

const visitFields = visitColumns.filter((column) => column !== 'addressKey');

/** The lines of visits, with a line of names in front where the format has one. */
export const visitLines = (pages: AsyncIterable<readonly Visit[]>, format: ExportFormat) =>
  linesOf(pages, visitFields, format);

/** The lines of changes; in CSV, the states before and after are JSON in a cell each. */
export const changeLines = (pages: AsyncIterable<readonly RecordedChange[]>, format: ExportFormat) =>
  linesOf(pages, changeColumns, format);

type Cell = string | number | null;

async function* linesOf<Row extends { readonly at: number }>(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield BYTE_ORDER_MARK + csvLine(columns);
  for await (const page of pages) {
    yield page
      .map((row) => {
        const values = columns.map((column) =>
          column === 'at' ? new Date(row.at).toISOString() : row[column],
        );
        if (format === 'csv') return csvLine(values.map(cellOf));
        return `${JSON.stringify(Object.fromEntries(columns.map((column, i) => [column, values[i]])))}\n`;
      })
      .join('');
  }
}

const cellOf = (value: unknown): Cell =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell);

/** A file to download, made while it is read. */
export function downloadOf(lines: AsyncGenerator<string>, name: string, format: ExportFormat): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': mediaTypes[format],
      'content-disposition': `attachment; filename="${name}.${format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
