// The check of an uploaded file, and its writing. Runs in a process of its own (bin/import-worker.mjs), so that a hundred
// thousand rows hold no visitor up.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { ReservedPorts } from '../apps/schema';
import type { Change } from '../audit/change';
import type { Administrator } from '../auth/administrator';
import { guardAccounts } from '../auth/guard-accounts';
import type { Database, Transaction } from '../db';
import { ownAddressIsDenied } from '../own-address';
import {
  applyPlan,
  applyRead,
  type Considered,
  considerRules,
  currentRules,
  type RulesReader,
  rulesStamp,
} from '../rules-file/apply';
import { type Progress, parseRules, type RulesProblem } from '../rules-file/parse';
import type { Plan, PlannedRow } from '../rules-file/plan';
import { appOrder, rangeOrder, userOrder } from '../rules-file/yaml-item';
import { csvFile } from './csv-reader';
import type { CsvEncoding } from './csv-table';
import { type ImportCounts, type ImportState, importPaths, type Upload } from './import-state';
import { readPreparedPlan, writePreparedPlan } from './prepared-plan';
import { PreviewWriter, plannedRow } from './preview-rows';

export type ImportOptions = {
  folder: string;
  upload: Upload;
  reserved: ReservedPorts;
  /** Told whenever a phase begins, and now and then how far it is. */
  report: (state: Pick<ImportState, 'phase' | 'progress'>) => void;
};

type Previewed = Required<Pick<ImportState, 'counts' | 'digest'>> & Pick<ImportState, 'encoding'>;

const orders = { apps: appOrder, users: userOrder, ranges: rangeOrder };

/** Checks the file against the rules in force and writes the preview's rows. Changes nothing. */
export async function previewImport(db: Database, options: ImportOptions): Promise<Previewed> {
  const { folder, upload, report } = options;
  const { reader, encoding } = readerOf(options);
  const rows: PlannedRow[] = [];
  const digest = planDigest();
  const current = await currentRules(db, upload.prune ? undefined : reader.names);
  const considered = considerRules(reader, current, {
    prune: upload.prune,
    onPlan: () => report({ phase: 'comparing', progress: null }),
    onRow(row) {
      rows.push(row);
      digest.add(row);
    },
  });
  const counts = writePreview(folder, rows, considered, upload);
  const prepared = {
    ...{ digest: digest.text(), reserved: options.reserved, plan: considered.plan },
    stamp: await rulesStamp(db, considered.current.revision),
  };
  writePreparedPlan(folder, prepared);
  return { counts, digest: prepared.digest, encoding };
}

function writePreview(
  folder: string,
  rows: PlannedRow[],
  { problems, file, plan }: Considered,
  { kind }: Upload,
): ImportCounts {
  const writer = new PreviewWriter(folder);
  const byLine = new Map<number, RulesProblem[]>();
  for (const problem of problems) {
    const known = byLine.get(problem.line);
    if (known) known.push(problem);
    else byLine.set(problem.line, [problem]);
  }
  const section = kind === 'rules' ? null : kind;
  for (const [line, found] of [...byLine].sort(([a], [b]) => a - b)) {
    writer.add({ mark: 'wrong', line, section, label: '', fields: [], problems: found });
  }
  for (const row of rows) {
    const line = row.index === null ? null : file.lineOf([row.section, row.index]);
    if (line === null || !byLine.has(line)) writer.add(plannedRow(row, line, orders[row.section]));
  }
  const kept = plan.apps.kept + plan.users.kept + plan.ranges.kept;
  return { ...writer.finish(), kept, problems: problems.length };
}

function readerOf({ folder, upload, reserved, report }: ImportOptions): {
  reader: RulesReader;
  encoding?: CsvEncoding;
} {
  report({ phase: 'reading', progress: null });
  const bytes = readFileSync(importPaths(folder).file);
  const progress: Progress = (part) => report({ phase: 'checking', progress: part });
  if (upload.kind !== 'rules') {
    const csv = csvFile(bytes, upload.kind, reserved, progress);
    return { reader: csv, encoding: csv.ok ? csv.table.encoding : undefined };
  }
  const parsed = parseRules(bytes, reserved, progress);
  const { named, ranges } = parsed.file;
  return { reader: { read: () => parsed, names: { emails: [...named.users], ranges } } };
}

/** A fingerprint of all that a plan changes. */
function planDigest() {
  const hash = createHash('sha256');
  return {
    add({ section, label, mark, before, after }: PlannedRow) {
      if (mark !== 'same') hash.update(JSON.stringify([section, label, mark, before, after]));
    },
    text: () => hash.digest('hex'),
  };
}

/** Thrown to change nothing: what would be written is not what the preview showed. */
export class StalePreview extends Error {}
/** Thrown to change nothing: the administrator has to say yes first. */
export class Unconfirmed extends Error {}

export type ApplyOptions = ImportOptions & {
  by: Administrator;
  /** The preview's. */
  digest: string;
  /** Whether the rules in force let the administrator's own address in, and they have not said yes to losing that. */
  keepsOwnAddress: boolean;
  /** Another connection: it sees the accounts as they are before the commit. */
  committed: Database;
};

/**
 * Writes what the preview showed, all of it or nothing, in the administrator's name. Throws StalePreview, Unconfirmed, what
 * guardAccounts refuses, and what the database says.
 */
export async function applyImport(db: Database, options: ApplyOptions): Promise<{ revision: number }> {
  return (await applyPrepared(db, options)) ?? applyAnew(db, options);
}

/** Writes the preview's own plan; undefined where there is none that still holds. */
async function applyPrepared(db: Database, options: ApplyOptions): Promise<{ revision: number } | undefined> {
  const { folder, upload, reserved, digest, report } = options;
  // Who can sign in decides what a file removes, and is no rule: it may have changed without a new revision.
  if (upload.prune) return undefined;
  const prepared = readPreparedPlan(folder);
  if (prepared?.digest !== digest || !isDeepStrictEqual(prepared.reserved, reserved)) return undefined;
  report({ phase: 'writing', progress: null });
  return applyPlan(db, prepared.plan, {
    ...authorOf(options),
    stamp: prepared.stamp,
    approve: (tx, changes, plan) => approved(tx, changes, plan, options),
  });
}

/** Reads and compares the file again, and writes it if it comes to the same as the preview. */
async function applyAnew(db: Database, options: ApplyOptions): Promise<{ revision: number }> {
  const { upload, report } = options;
  const { reader } = readerOf(options);
  let digest = planDigest();
  const applied = await applyRead(db, reader, {
    ...authorOf(options),
    prune: upload.prune,
    dryRun: false,
    onPlan() {
      digest = planDigest();
      report({ phase: 'writing', progress: null });
    },
    onRow: (row) => digest.add(row),
    async approve(tx, changes, plan) {
      if (digest.text() !== options.digest) throw new StalePreview();
      return approved(tx, changes, plan, options);
    },
  });
  if (!applied.ok || !applied.changed) throw new StalePreview();
  return { revision: applied.revision };
}

const authorOf = ({ by }: ApplyOptions) => ({
  ...{ actor: by.email, actorId: by.userId, address: by.address, requestId: by.requestId },
});

/** What is recorded of the file as a whole; throws what `applyImport` says, to change nothing. */
async function approved(
  tx: Transaction,
  changes: readonly Change[],
  plan: Plan,
  { upload, folder, by, keepsOwnAddress, committed }: ApplyOptions,
): Promise<Change[]> {
  await guardAccounts(tx, changes, by, committed);
  if (keepsOwnAddress && (await ownAddressIsDenied(tx, changes, by))) throw new Unconfirmed();
  return [importChange(upload, plan, readFileSync(importPaths(folder).file))];
}

/** What the audit log says of the file as a whole. */
function importChange({ fileName, kind, prune }: Upload, plan: Plan, bytes: Uint8Array): Change {
  const sum = (count: (section: Plan[keyof Plan]) => number) =>
    count(plan.apps) + count(plan.users) + count(plan.ranges);
  return {
    entity: 'Rules',
    id: null,
    kind: 'import',
    label: fileName,
    before: null,
    after: {
      format: kind === 'rules' ? 'rules file' : `csv ${kind}`,
      prune,
      added: sum(({ add }) => add.length),
      changed: sum(({ change }) => change.length),
      removed: sum(({ remove }) => remove.length),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  };
}
