// sluice export [--format yaml|json]

import type { Command } from 'commander';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { exportRules } from '@/lib/rules-file/export';
import { CommandError, command, print, withDatabase } from '../command-errors';

export function registerExport(program: Command): void {
  const t = translator(localeFromTerminal(), 'rules');
  program
    .command('export')
    .description(t('commandExport'))
    .option('--format <format>', t('optionFormat'), 'yaml')
    .action(
      command(async ({ format }: { format: string }) => {
        if (format !== 'yaml' && format !== 'json') throw new CommandError(t('formatUnknown', { format }));
        await withDatabase((db) => exportRules(db, format, print));
      }),
    );
}
