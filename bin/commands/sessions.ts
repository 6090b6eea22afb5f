// sluice sessions | sessions disconnect: who is connected to the guarded apps now.

import type { Command } from 'commander';
import { displayWidth } from '@/lib/display-width';
import { env } from '@/lib/env';
import { formatBytes, formatMoment } from '@/lib/format';
import { GuardAway, listLiveSessions } from '@/lib/guard/control';
import { disconnect } from '@/lib/guard/disconnect';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { changeRules } from '@/lib/rule-change';
import { CommandError, command, withDatabase } from '../command-errors';

const words = () => translator(localeFromTerminal(), 'guard');

export function registerSessions(program: Command): void {
  const t = words();
  const sessions = program.command('sessions').description(t('command.sessions'));
  sessions.option('--json', t('command.json')).action(command(list));
  sessions
    .command('disconnect')
    .description(t('command.disconnect'))
    .argument('<id>', t('command.id'))
    .action(command(end));
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const t = words();
  const sessions = await withGuard(() => listLiveSessions(env()));
  if (json) return console.log(JSON.stringify(sessions, null, 2));
  if (sessions.length === 0) return console.log(t('command.none'));
  const locale = localeFromTerminal();
  const reader = { locale, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const rows = sessions.map(({ id, address, userName, userEmail, appSlug, openedAt, bytesIn, bytesOut }) => [
    ...[id, appSlug, address, formatMoment(openedAt, reader)],
    `↑${formatBytes(bytesIn, reader)} ↓${formatBytes(bytesOut, reader)}`,
    userEmail ? `${userName} <${userEmail}>` : t('live.nobody'),
  ]);
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => displayWidth(row[i]!))));
  const padded = (text: string, i: number) => text + ' '.repeat((widths[i] ?? 0) - displayWidth(text));
  console.log(rows.map((row) => row.map(padded).join('  ').trimEnd()).join('\n'));
}

async function end(id: string): Promise<void> {
  const t = words();
  const { changes } = await withGuard(() =>
    withDatabase((db) =>
      changeRules(db, { actor: 'command line' }, () => disconnect(env(), id, 'command line')),
    ),
  );
  const before = changes[0]?.before;
  if (!before) throw new CommandError(t('command.unknown', { id }));
  console.log(t('command.disconnected', { address: String(before.address), app: String(before.app) }));
}

async function withGuard<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GuardAway)) throw error;
    throw new CommandError(words()('command.away', { port: String(env().guardPort) }));
  }
}
