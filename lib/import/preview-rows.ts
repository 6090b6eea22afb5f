// The rows of a preview, in files: one a mark, one row a line, with the place where each page begins. So a page of a hundred
// thousand rows is one read of a few kilobytes.

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { diffFields, type FieldChange } from '../audit/change';
import type { RulesProblem, Section } from '../rules-file/parse';
import type { PlannedRow } from '../rules-file/plan';
import { givenFields } from '../rules-file/yaml-item';
import { type ImportCounts, importPaths, type RowMark, rowMarks, writeJson } from './import-state';

export const ROWS_A_PAGE = 50;
const FLUSH = 1024 * 1024;

/** One row as the preview shows it. */
export type PreviewRow = {
  mark: RowMark;
  /** Where it is in the file; null where the file does not name it. */
  line: number | null;
  section: Section | null;
  label: string;
  /** What differs; of a new object what is not at its default. */
  fields: FieldChange[];
  problems: RulesProblem[];
};

/** The row of a planned object; what stays the same or goes has no fields. */
export function plannedRow(row: PlannedRow, line: number | null, order: readonly string[]): PreviewRow {
  const { mark, section, label, before, after } = row;
  const fields =
    mark === 'changed'
      ? diffFields(before!, after!)
      : mark === 'new'
        ? givenFields(after!, order).map(([field, value]) => ({ field, before: null, after: value }))
        : [];
  return { mark, line, section, label, fields, problems: [] };
}

/** Writes rows; each mark's in the order in which they come. */
export class PreviewWriter {
  private readonly files = new Map<RowMark, RowFile>();

  constructor(private readonly folder: string) {
    for (const mark of rowMarks) this.files.set(mark, new RowFile(importPaths(folder).rows(mark)));
  }

  add(row: PreviewRow): void {
    this.files.get(row.mark)!.add(`${JSON.stringify(row)}\n`);
  }

  /** Closes the files, and says how many rows each mark has. */
  finish(): Pick<ImportCounts, RowMark> {
    const counts = rowMarks.map((mark) => {
      const file = this.files.get(mark)!;
      file.close();
      writeJson(importPaths(this.folder).pages(mark), file.pages);
      return [mark, file.count];
    });
    return Object.fromEntries(counts);
  }
}

class RowFile {
  /** Where each page begins, in bytes, and where the last one ends. */
  readonly pages: number[] = [];
  count = 0;
  private offset = 0;
  private pending: string[] = [];
  private pendingSize = 0;
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'w', 0o600);
  }

  add(line: string): void {
    if (this.count++ % ROWS_A_PAGE === 0) this.pages.push(this.offset);
    const size = Buffer.byteLength(line);
    this.offset += size;
    this.pending.push(line);
    this.pendingSize += size;
    if (this.pendingSize > FLUSH) this.flush();
  }

  close(): void {
    this.flush();
    this.pages.push(this.offset);
    closeSync(this.file);
  }

  private flush(): void {
    if (this.pending.length > 0) writeSync(this.file, this.pending.join(''));
    this.pending = [];
    this.pendingSize = 0;
  }
}

/** One page of a mark's rows, from 1; empty beyond the last. */
export async function readRows(folder: string, mark: RowMark, page: number): Promise<PreviewRow[]> {
  const { rows, pages } = importPaths(folder);
  const offsets = JSON.parse(readFileSync(pages(mark), 'utf8')) as number[];
  const [start, end] = [offsets[page - 1], offsets[page]];
  if (start === undefined || end === undefined) return [];
  const file = await open(rows(mark));
  try {
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as PreviewRow);
  } finally {
    await file.close();
  }
}
