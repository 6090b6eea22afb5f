// What the worker process does with one import, told in the import's state.

import { rmSync } from 'node:fs';
import { errorText, log } from '@/lib/log';
import { reservedPorts } from '../apps/reserved-ports';
import type { Administrator } from '../auth/administrator';
import { findDatabaseProblem } from '../database-error';
import { type Database, database, openDatabase } from '../db';
import { env } from '../env';
import { Refusal } from '../errors';
import { applyImport, type ImportOptions, previewImport, StalePreview, Unconfirmed } from './import-file';
import {
  type ImportFailure,
  type ImportPhase,
  type ImportState,
  importPaths,
  readState,
  readUpload,
  rowMarks,
  writeState,
} from './import-state';

export type ImportTask = {
  folder: string;
  /** Left out: only check. */
  apply?: { by: Administrator; keepsOwnAddress: boolean };
};

/** So often, in ms, progress is told. */
const TELL_EVERY = 150;

export async function runImportTask({ folder, apply }: ImportTask): Promise<void> {
  const upload = readUpload(folder)!;
  const preview = readState(folder)!;
  const report = teller(folder, apply ? preview : {});
  const options: ImportOptions = {
    ...{ folder, upload, report },
    reserved: reservedPorts(env()),
  };
  // The portal must not wait inside SQLite either: it asks again (see changeRules).
  const db = openDatabase(env().databaseUrl, { busyTimeout: apply ? 0 : 5000 });
  try {
    if (apply) await applied(db, options, { ...apply, preview });
    else writeState(folder, { phase: 'ready', progress: null, ...(await previewImport(db, options)) });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'unexpected') log.error('import', errorText(error));
    // What was refused can still be looked at, and tried again.
    if (apply) writeState(folder, { ...preview, phase: 'ready', progress: null, failure });
    else writeState(folder, { phase: 'failed', progress: null, failure });
  } finally {
    await db.$disconnect();
  }
}

async function applied(
  db: Database,
  options: ImportOptions,
  { by, keepsOwnAddress, preview }: NonNullable<ImportTask['apply']> & { preview: ImportState },
): Promise<void> {
  const { folder } = options;
  const { counts, digest = '', encoding } = preview;
  try {
    const { revision } = await applyImport(db, {
      ...{ ...options, by, keepsOwnAddress, digest },
      committed: database(),
    });
    const { file, plan, rows, pages } = importPaths(folder);
    const paths = [file, plan, ...rowMarks.flatMap((mark) => [rows(mark), pages(mark)])];
    for (const path of paths) rmSync(path, { force: true });
    writeState(folder, { phase: 'done', progress: null, counts, encoding, revision });
  } catch (error) {
    if (error instanceof Unconfirmed) {
      writeState(folder, { ...preview, phase: 'ready', progress: null, asks: true });
    } else if (error instanceof StalePreview) {
      const state = await previewImport(db, options);
      writeState(folder, { phase: 'ready', progress: null, ...state, stale: true });
    } else throw error;
  }
}

function failureOf(error: unknown): ImportFailure {
  if (error instanceof Refusal) return { kind: 'refusal', code: error.code, params: error.params };
  const problem = findDatabaseProblem(error);
  return problem ? { kind: 'database', problem } : { kind: 'unexpected' };
}

/** Writes each phase as it begins, and its progress not too often. */
function teller(folder: string, kept: Partial<ImportState>): ImportOptions['report'] {
  let phase: ImportPhase | undefined;
  let told = 0;
  return (state) => {
    const now = performance.now();
    if (state.phase === phase && now - told < TELL_EVERY) return;
    phase = state.phase;
    told = now;
    writeState(folder, { ...kept, failure: undefined, ...state, pid: process.pid });
  };
}
