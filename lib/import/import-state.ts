// What is known of one import, kept as files in a folder of its own: the upload as it came, what the administrator chose,
// and how far its check or its writing has come. The portal and the worker process both read and write here.

import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseProblem } from '../database-problem';
import { env } from '../env';
import type { RefusalCode } from '../errors';
import type { Section } from '../rules-file/parse';
import type { CsvEncoding } from './csv-table';

/** Longer ones are split by whoever has them. */
export const LARGEST_UPLOAD = 64 * 1024 * 1024;

export const rowMarks = ['wrong', 'removed', 'changed', 'new', 'same'] as const;
export type RowMark = (typeof rowMarks)[number];

/** What a file holds: a rules file, or one kind of objects as CSV. */
export type ImportKind = 'rules' | Section;
export const importKinds: readonly ImportKind[] = ['ranges', 'users', 'apps', 'rules'];

/** As the administrator gave it; never changes. */
export type Upload = {
  readonly id: string;
  /** The one who may see and apply it. */
  readonly userId: number;
  readonly fileName: string;
  readonly kind: ImportKind;
  /** Rules files only: what the file does not name is removed. */
  readonly prune: boolean;
  /** In bytes. */
  readonly size: number;
  /** ms since 1970. */
  readonly at: number;
};

export type ImportCounts = Record<RowMark, number> & {
  /** Not in the file, and left alone. */
  kept: number;
  /** Problems in all; a line may have several. */
  problems: number;
};

/** In the order in which an import goes through them. */
export type ImportPhase =
  | 'uploading'
  | 'waiting'
  | 'reading'
  | 'checking'
  | 'comparing'
  /** The preview is there. */
  | 'ready'
  | 'writing'
  | 'done'
  | 'failed';

export type ImportFailure =
  | { kind: 'unexpected' }
  | { kind: 'database'; problem: DatabaseProblem }
  | { kind: 'refusal'; code: RefusalCode; params: Readonly<Record<string, string | number>> };

export type ImportState = {
  phase: ImportPhase;
  /** Part of the phase that is done, 0 to 1; null: nobody knows. */
  progress: number | null;
  /** The worker's process. */
  pid?: number;
  counts?: ImportCounts;
  /** Of what is to be changed: what is applied has to be what was seen. */
  digest?: string;
  encoding?: CsvEncoding;
  /** Other changes came in between: this is a preview against the rules as they are now. */
  stale?: boolean;
  /** Applying it would deny the administrator's own address: they have to say yes. */
  asks?: boolean;
  failure?: ImportFailure;
  /** The revision that it made. */
  revision?: number;
};

export const runningPhases: readonly ImportPhase[] = [
  'waiting',
  'reading',
  'checking',
  'comparing',
  'writing',
];

export const newImportId = () => randomBytes(16).toString('hex');
export const isImportId = (id: string) => /^[0-9a-f]{32}$/.test(id);

export const importsFolder = () => join(env().dataDir, 'imports');

/** The files of an import. */
export function importPaths(folder: string) {
  return {
    file: join(folder, 'file'),
    upload: join(folder, 'upload.json'),
    state: join(folder, 'state.json'),
    plan: join(folder, 'plan'),
    rows: (mark: RowMark) => join(folder, `${mark}.jsonl`),
    pages: (mark: RowMark) => join(folder, `${mark}.pages.json`),
  };
}

export function readUpload(folder: string): Upload | undefined {
  return readJson(importPaths(folder).upload) as Upload | undefined;
}

export function readState(folder: string): ImportState | undefined {
  return readJson(importPaths(folder).state) as ImportState | undefined;
}

/** Whoever reads at the same time sees the state before or after, and nothing in between. */
export function writeState(folder: string, state: ImportState): void {
  writeJson(importPaths(folder).state, state);
}

export function writeJson(path: string, value: object): void {
  const next = `${path}.${process.pid}`;
  writeFileSync(next, JSON.stringify(value), { mode: 0o600 });
  renameSync(next, path);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
