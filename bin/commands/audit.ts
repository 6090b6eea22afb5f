// sluice audit visits|changes [--format csv|jsonl] [--from …] [--until …] · sluice audit retain --before … --log …

import type { Command } from 'commander';
import { parseChangeParams } from '@/lib/audit/change-filter';
import { changePages } from '@/lib/audit/changes';
import { clockOf } from '@/lib/audit/clock';
import { changeLines, type ExportFormat, exportFormats, visitLines } from '@/lib/audit/log-export';
import { allowDeletion, deleteOld } from '@/lib/audit/retention';
import { DAY } from '@/lib/audit/retention-setting';
import { momentOf, outcomes, parseVisitParams, reasons } from '@/lib/audit/visit-filter';
import { resolveVisitFilter, visitPages } from '@/lib/audit/visits';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { CommandError, command, print, withDatabase } from '../command-errors';

type Options = Record<string, string | undefined> & { format: string };

const words = () => translator(localeFromTerminal(), 'auditCommand');
const ACTOR = 'command line';

export function registerAudit(program: Command): void {
  const t = words();
  const audit = program.command('audit').description(t('command'));
  audit
    .command('visits')
    .description(t('visits'))
    .option('--format <format>', t('optionFormat'), 'jsonl')
    .option('--from <moment>', t('optionFrom'))
    .option('--until <moment>', t('optionUntil'))
    .option('--address <address>', t('optionAddress'))
    .option('--user <email>', t('optionUser'))
    .option('--app <slug>', t('optionApp'))
    .option('--outcome <outcome>', t('optionOutcome'))
    .option('--reason <reason>', t('optionReason'))
    .option('--session <id>', t('optionSession'))
    .action(command(printVisits));
  audit
    .command('changes')
    .description(t('changes'))
    .option('--format <format>', t('optionFormat'), 'jsonl')
    .option('--from <moment>', t('optionFrom'))
    .option('--until <moment>', t('optionUntil'))
    .option('--person <name>', t('optionPerson'))
    .action(command(printChanges));
  audit
    .command('retain')
    .description(t('retain'))
    .requiredOption('--before <moment>', t('optionBefore'))
    .requiredOption('--log <log>', t('optionLog'))
    .action(command(retain));
}

async function printVisits(options: Options): Promise<void> {
  const { format, given } = checked(options);
  if (options.outcome && !outcomes.some((outcome) => outcome === options.outcome)) {
    throw badFilter('outcome', options.outcome);
  }
  if (options.reason && !reasons.some((reason) => reason === options.reason)) {
    throw badFilter('reason', options.reason);
  }
  await withDatabase(async (db) => {
    const resolved = await resolveVisitFilter(db, parseVisitParams(given), clockOf({ timeZone: 'UTC' }));
    if (!resolved.ok) throw badFilter(resolved.field, options[resolved.field] ?? '');
    for await (const lines of visitLines(visitPages(db, resolved.filter), format)) await print(lines);
  });
}

async function printChanges(options: Options): Promise<void> {
  const { format, given } = checked(options);
  await withDatabase(async (db) => {
    const pages = changePages(db, parseChangeParams(given), clockOf({ timeZone: 'UTC' }));
    for await (const lines of changeLines(pages, format)) await print(lines);
  });
}

async function retain({ before, log }: { before: string; log: string }): Promise<void> {
  const t = words();
  const table = ({ visits: 'AccessEvent', changes: 'ChangeEvent' } as const)[log];
  if (!table) throw new CommandError(t('logUnknown', { log }));
  const moment = momentOf(/^\d{4}-\d\d-\d\d$/.test(before) ? `${before}T00:00:00Z` : before);
  if (!moment) throw new CommandError(t('badInstant', { option: '--before', value: before }));
  const at = new Date(moment);
  if (at.getTime() > Date.now() - DAY) throw new CommandError(t('tooYoung'));
  await withDatabase(async (db) => {
    await allowDeletion(db, table, at, ACTOR);
    console.log(t('retained', { count: await deleteOld(db, table) }));
  });
}

function checked(options: Options): { format: ExportFormat; given: Options } {
  const t = words();
  const format = exportFormats.find((each) => each === options.format);
  if (!format) throw new CommandError(t('formatUnknown', { format: options.format }));
  for (const name of ['from', 'until']) {
    const value = options[name];
    if (value && !momentOf(value)) throw new CommandError(t('badInstant', { option: `--${name}`, value }));
  }
  return { format, given: options };
}

const badFilter = (option: string, value: string) =>
  new CommandError(words()('badFilter', { option, value }));
