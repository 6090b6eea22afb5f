// The portal's side of imports: taking an upload, having it checked and applied by a worker process, and forgetting it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText, log } from '@/lib/log';
import type { Administrator } from '../auth/administrator';
import { homeDir } from '../env';
import { portal } from '../portal';
import {
  type ImportKind,
  type ImportState,
  importPaths,
  importsFolder,
  isImportId,
  newImportId,
  readState,
  readUpload,
  runningPhases,
  type Upload,
  writeJson,
  writeState,
} from './import-state';
import type { ImportTask } from './import-worker';

/** After so long, in ms, an import is forgotten, whatever has become of it. */
const KEPT = 24 * 60 * 60 * 1000;

export type Import = { folder: string; upload: Upload; state: ImportState };

/** What is to be done with an import, or is being done: a check, or the applying that may follow before the check has quite ended. */
type Job = { worker?: ChildProcess };

/** One worker at a time: each may take as much memory as a large file needs. `known`: the last job of each folder. */
const shared = globalThis as { sluiceImports?: { last: Promise<void>; known: Map<string, Job> } };
const queue = () => {
  shared.sluiceImports ??= { last: Promise.resolve(), known: new Map() };
  return shared.sluiceImports;
};

/** Makes room for an upload; its bytes come with `addToUpload`. */
export async function createImport(
  by: Pick<Administrator, 'userId'>,
  { fileName, kind, prune, size }: { fileName: string; kind: ImportKind; prune: boolean; size: number },
): Promise<string> {
  await removeOldImports();
  const id = newImportId();
  const folder = join(importsFolder(), id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { file, upload } = importPaths(folder);
  await (await open(file, 'wx', 0o600)).close();
  const made: Upload = { id, userId: by.userId, fileName, kind, prune, size, at: Date.now() };
  writeJson(upload, made);
  writeState(folder, { phase: 'uploading', progress: 0 });
  return id;
}

/** The administrator's own import of this id, or null: gone, somebody else's, or never there. */
export function findImport(by: Pick<Administrator, 'userId'>, id: string): Import | null {
  if (!isImportId(id)) return null;
  const folder = join(importsFolder(), id);
  const upload = readUpload(folder);
  const state = readState(folder);
  if (!upload || !state || upload.userId !== by.userId) return null;
  return { folder, upload, state: isLost(folder, state) ? lost(state) : state };
}

/** Running, as its state says, while nothing runs: the portal or the worker was ended meanwhile. */
function isLost(folder: string, { phase, pid }: ImportState): boolean {
  if (!runningPhases.includes(phase) || queue().known.has(folder)) return false;
  if (pid === undefined) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

const lost = ({ counts, encoding, digest }: ImportState): ImportState => ({
  ...{ counts, encoding, digest },
  phase: 'failed',
  progress: null,
  failure: { kind: 'unexpected' },
});

/** Adds bytes at their place, and returns how many there are now; -1 where they do not follow those before. */
export async function addToUpload({ folder, upload }: Import, offset: number, bytes: Uint8Array) {
  const path = importPaths(folder).file;
  const { size } = await stat(path);
  if (size !== offset || offset + bytes.length > upload.size) return -1;
  const file = await open(path, 'a');
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
  return offset + bytes.length;
}

/** Has the file checked; the state tells how far that is. */
export function startCheck({ folder }: Import): void {
  start({ folder }, { phase: 'waiting', progress: null });
}

/** Has the file applied, in the administrator's name; the state tells what became of it. */
export function startApply({ folder, state }: Import, apply: NonNullable<ImportTask['apply']>): void {
  start({ folder, apply }, { ...state, asks: undefined, stale: undefined, phase: 'waiting', progress: null });
}

function start(task: ImportTask, state: ImportState): void {
  const { folder } = task;
  const jobs = queue();
  const job: Job = {};
  writeState(folder, state);
  jobs.known.set(folder, job);
  jobs.last = jobs.last.then(async () => {
    await runWorker(task, job);
    const after = readState(folder);
    if (after?.phase === 'done')
      await portal()
        .rules.refresh()
        .catch((error: unknown) => log.error('rules', errorText(error)));
    // The state is another job's by now.
    if (jobs.known.get(folder) !== job) return;
    jobs.known.delete(folder);
    if (after && runningPhases.includes(after.phase)) writeState(folder, lost(after));
  });
}

/** In MB: rows are short-lived, and with V8's 16 a long file takes a tenth more time. */
const YOUNG_GENERATION = '--max-semi-space-size=64';

/** Resolves when the process has ended. */
function runWorker(task: ImportTask, job: Job): Promise<void> {
  // Cancelled while it waited.
  if (!readState(task.folder)) return Promise.resolve();
  const { NODE_OPTIONS: _, ...variables } = process.env;
  const worker = join(/* turbopackIgnore: true */ homeDir, 'bin', 'import-worker.mjs');
  const child = spawn(process.execPath, [YOUNG_GENERATION, worker], {
    env: { ...variables, SLUICE_HOME: homeDir },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  job.worker = child;
  // A worker that ends before it has read what to do is told by its exit.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(task));
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      log.error('import', `the worker could not be started: ${error}`);
      resolve();
    });
  });
}

/** Forgets an import, and ends its check; not while it is being written. Says whether it could. */
export async function removeImport({ folder, state }: Import): Promise<boolean> {
  if (state.phase === 'writing') return false;
  queue().known.get(folder)?.worker?.kill();
  await rm(folder, { recursive: true, force: true });
  return true;
}

async function removeOldImports(): Promise<void> {
  const folder = importsFolder();
  for (const id of await readdir(folder).catch(() => [])) {
    if (!isImportId(id)) continue;
    const { mtimeMs } = await stat(importPaths(join(folder, id)).upload).catch(() => ({ mtimeMs: 0 }));
    if (Date.now() - mtimeMs > KEPT) await rm(join(folder, id), { recursive: true, force: true });
  }
}
