// From the bytes of a CSV file to its header and rows of texts, whatever program wrote it. Pure.

import { CsvError, parse } from 'csv-parse/sync';
import type { SourceProblem } from '../rules-file/source';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'euc-kr';

export type CsvTable = {
  encoding: CsvEncoding;
  delimiter: string;
  header: CsvRow;
  rows: CsvRow[];
};

export type CsvRow = {
  /** Where the row begins, counted from 1. */
  line: number;
  cells: string[];
};

/** A problem with the whole file; its words are in messages/, under `import.problems`. */
export type CsvProblem = SourceProblem & { words: 'import' };

export type CsvResult = { ok: true; table: CsvTable } | { ok: false; problems: CsvProblem[] };

/** More would not fit the memory that the check of an import may take. */
export const MOST_ROWS = 500_000;

const delimiters = [',', ';', '\t'];

/**
 * Reads a CSV file: UTF-8, UTF-16 as Excel's «Unicode text» has it, or EUC-KR/CP949 where it is not valid UTF-8; comma,
 * semicolon or tab, whichever the header has most of. Rows in which nothing is written are left out.
 */
export function readCsv(bytes: Uint8Array): CsvResult {
  const decoded = decode(bytes);
  if (!decoded) return refuse('ENCODING');
  const text = decoded.text.replace(/\r\n?/g, '\n');
  if (text.trim() === '') return refuse('EMPTY_CSV');
  const delimiter = delimiterOf(text);
  try {
    // With `info` each record comes with its last line; the types do not say so.
    const records = parse(text, {
      ...{ delimiter, info: true, relax_column_count: true, skip_empty_lines: true, to: MOST_ROWS + 2 },
      record_delimiter: '\n',
    }) as unknown as { info: { lines: number }; record: string[] }[];
    const [header, ...rows] = records.map(({ info, record }) => ({
      line: info.lines - record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0),
      cells: record,
    }));
    if (rows.length > MOST_ROWS) return refuse('TOO_MANY_ROWS', 1, { count: MOST_ROWS });
    const written = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    return { ok: true, table: { encoding: decoded.encoding, delimiter, header: header!, rows: written } };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    return refuse(error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'QUOTE_OPEN' : 'QUOTE', lines ?? 1);
  }
}

const refuse = (code: string, line = 1, params: CsvProblem['params'] = {}): CsvResult => ({
  ok: false,
  problems: [{ line, code, params, words: 'import' }],
});

function decode(bytes: Uint8Array): { text: string; encoding: CsvEncoding } | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  for (const encoding of isUtf16 ? (['utf-16le'] as const) : (['utf-8', 'euc-kr'] as const)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // A program, a picture, a spreadsheet's own format: no text has a zero in it.
      return text.includes('\0') ? undefined : { text, encoding };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return undefined;
}

/** The separator that the header has most of, quoted ones left aside. */
function delimiterOf(text: string): string {
  const header = text
    .trimStart()
    .split('\n', 1)[0]!
    .replace(/"[^"]*"/g, '');
  const counts = delimiters.map((delimiter) => header.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))]!;
}
