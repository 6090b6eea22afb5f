// sluice migrate status | deploy

import type { Command } from 'commander';
import { databaseProblemText, diagnoseDatabase, findDatabaseProblem } from '@/lib/database-error';
import { env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { deployMigrations, type MigrationStatus, migrationStatus } from '@/lib/migrations';
import { CommandError, command } from '../command-errors';

export function registerMigrate(program: Command): void {
  const t = translator(localeFromTerminal(), 'migrate');
  const migrate = program.command('migrate').description(t('command'));
  migrate.command('status').description(t('commandStatus')).action(command(status));
  migrate.command('deploy').description(t('commandDeploy')).action(command(deploy));
}

async function status(): Promise<void> {
  const t = translator(localeFromTerminal(), 'migrate');
  const { databaseUrl } = env();
  const found = await withDiagnosis(databaseUrl, () => migrationStatus(databaseUrl));
  console.log(t('database', { database: withoutPassword(databaseUrl) }));
  for (const [name, state] of statesOf(found)) console.log(`  ${name}  ${t(state)}`);
  if (found.pending.length > 0) console.log(t('pending', { count: found.pending.length }));
  const upToDate =
    found.pending.length + found.failed.length + found.edited.length + found.unknown.length === 0;
  if (upToDate) console.log(t('upToDate'));
  else process.exitCode = 1;
}

type State = 'stateApplied' | 'statePending' | 'stateFailed' | 'stateEdited' | 'stateUnknown';

/** Every migration once, in the order of their names, with the worst that can be said of it. */
function statesOf({ applied, pending, failed, edited, unknown }: MigrationStatus): [string, State][] {
  const states = new Map<string, State>();
  const note = (names: string[], state: State) => {
    for (const name of names) states.set(name, state);
  };
  note(applied, 'stateApplied');
  note(pending, 'statePending');
  note(edited, 'stateEdited');
  note(failed, 'stateFailed');
  note(unknown, 'stateUnknown');
  return [...states].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function deploy(): Promise<void> {
  const t = translator(localeFromTerminal(), 'migrate');
  const { databaseUrl } = env();
  const names = await withDiagnosis(databaseUrl, () => deployMigrations(databaseUrl));
  if (names.length === 0) console.log(t('upToDate'));
  else console.log([t('deployed', { count: names.length }), ...names.map((name) => `  ${name}`)].join('\n'));
}

/** Prisma's migration engine hides what SQLite says: where it fails, the database itself is asked. */
async function withDiagnosis<Result>(databaseUrl: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (findDatabaseProblem(error)) throw error;
    const problem = await diagnoseDatabase(databaseUrl);
    if (problem) throw new CommandError(databaseProblemText(problem, localeFromTerminal()));
    throw error;
  }
}

function withoutPassword(databaseUrl: string): string {
  if (databaseUrl.startsWith('file:') || !URL.canParse(databaseUrl))
    return databaseUrl.replace(/:[^:@/]*@/, ':***@');
  const url = new URL(databaseUrl);
  if (url.password) url.password = '***';
  if (url.searchParams.has('password')) url.searchParams.set('password', '***');
  return url.href;
}
