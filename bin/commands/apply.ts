// sluice apply FILE [--dry-run] [--prune] [--json]

import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { reservedPorts } from '@/lib/apps/reserved-ports';
import { env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import type { KeyedRange } from '@/lib/ip-ranges/schema';
import { type Applied, applyRules } from '@/lib/rules-file/apply';
import { findOverlaps } from '@/lib/rules-file/overlaps';
import { parseRules, type RulesFile, type RulesProblem } from '@/lib/rules-file/parse';
import { type CurrentRules, rangeKey } from '@/lib/rules-file/plan';
import { overlapText, planJson, planReport, problemReport, problemText } from '@/lib/rules-file/report';
import { CommandError, command, print, withDatabase } from '../command-errors';

type Options = { dryRun?: boolean; prune?: boolean; json?: boolean };

/** So many pairs of overlapping ranges are named. */
const MOST_OVERLAPS = 20;

export function registerApply(program: Command): void {
  const t = translator(localeFromTerminal(), 'rules');
  program
    .command('apply')
    .description(t('commandApply'))
    .argument('<file>', t('argumentFile'))
    .option('--dry-run', t('optionDryRun'))
    .option('--prune', t('optionPrune'))
    .option('--json', t('optionApplyJson'))
    .action(command(apply));
}

async function apply(path: string, { dryRun = false, prune = false, json = false }: Options): Promise<void> {
  const { file, problems } = parseRules(await readRulesFile(path), reservedPorts(env()));
  const name = path === '-' ? 'stdin' : path;

  const applied = await withDatabase((db) => {
    // With problems in the file nothing may be written; names and ports are still checked, for all errors at once.
    return applyRules(db, file, { dryRun: dryRun || problems.length > 0, prune, actor: 'command line' });
  }).catch(async (error: unknown) => {
    if (problems.length > 0) await refuse(problems, name, json);
    throw error;
  });
  if (!applied.ok) problems.push(...applied.problems);
  if (problems.length > 0 || !applied.ok) return refuse(problems, name, json);
  await report(applied, warnings(file, applied.current, prune), { dryRun, prune, json });
}

async function readRulesFile(path: string): Promise<Uint8Array> {
  if (path === '-') return buffer(process.stdin);
  try {
    return await readFile(path);
  } catch (error) {
    const t = translator(localeFromTerminal(), 'rules');
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new CommandError(t('fileMissing', { file: path }));
    if (code === 'EISDIR') throw new CommandError(t('fileIsFolder', { file: path }));
    if (code === 'EACCES' || code === 'EPERM') throw new CommandError(t('fileDenied', { file: path }));
    throw new CommandError(t('fileUnreadable', { file: path, detail: message }));
  }
}

async function refuse(problems: RulesProblem[], name: string, json: boolean): Promise<void> {
  const locale = localeFromTerminal();
  process.exitCode = 1;
  if (json) {
    const list = problems.map((problem) => ({ ...problem, message: problemText(problem, locale) }));
    await print(`${JSON.stringify({ problems: list.sort((a, b) => a.line - b.line) }, undefined, 2)}\n`);
  } else {
    console.error(problemReport(problems, name, { locale, colour: process.stderr.isTTY === true }));
  }
}

/** Overlaps among the ranges as they are after the file has been applied. */
function warnings(file: RulesFile, current: CurrentRules, prune: boolean): string[] {
  const locale = localeFromTerminal();
  const ranges = new Map<string, KeyedRange>(prune ? [] : current.ranges);
  for (const range of file.ranges) ranges.set(rangeKey(range), range);
  const overlaps = findOverlaps([...ranges.values()], MOST_OVERLAPS + 1);
  const texts = overlaps.slice(0, MOST_OVERLAPS).map((overlap) => overlapText(overlap, locale));
  return overlaps.length > MOST_OVERLAPS ? [...texts, translator(locale, 'rules')('moreOverlaps')] : texts;
}

async function report(
  { plan, revision, changed }: Extract<Applied, { ok: true }>,
  overlaps: string[],
  { dryRun, prune, json }: Required<Options>,
): Promise<void> {
  const locale = localeFromTerminal();
  const t = translator(locale, 'rules');
  if (json) {
    const result = { revision, dryRun, changed, ...planJson(plan), warnings: overlaps };
    await print(`${JSON.stringify(result, undefined, 2)}\n`);
    return;
  }
  for (const overlap of overlaps) console.error(overlap);
  const kept = plan.apps.kept + plan.users.kept + plan.ranges.kept;
  const outcome = dryRun
    ? t('dryRun')
    : changed
      ? t('applied', { revision: String(revision) })
      : t('nothing');
  const lines = [planReport(plan, { locale, colour: process.stdout.isTTY === true }), '', outcome];
  if (kept > 0) lines.push(prune ? t('accountsKept', { count: kept }) : t('keptHint'));
  await print(`${lines.join('\n')}\n`);
}
