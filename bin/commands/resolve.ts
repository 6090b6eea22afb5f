// sluice resolve ADDRESS | -

import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { displayWidth } from '@/lib/display-width';
import { env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { parseInstant } from '@/lib/instant';
import { targetOf } from '@/lib/landing/target';
import { tlsFiles } from '@/lib/nginx/certificate';
import { type Address, parseAddress } from '@/lib/routing/address';
import { type Decision, decide } from '@/lib/routing/decide';
import { explain } from '@/lib/routing/explain';
import { formatRange } from '@/lib/routing/range';
import type { MatchedRange, RuleTable } from '@/lib/routing/table';
import { RuleTableFollower } from '@/lib/rule-table';
import { CommandError, command, withDatabase } from '../command-errors';

type Options = { at?: string; json?: boolean };

export function registerResolve(program: Command): void {
  const t = translator(localeFromTerminal(), 'resolve');
  program
    .command('resolve')
    .description(t('command'))
    .argument('<address>', t('argument'))
    .option('--at <time>', t('optionAt'))
    .option('--json', t('optionJson'))
    .action(command(resolve));
}

async function resolve(text: string, { at, json }: Options): Promise<void> {
  const locale = localeFromTerminal();
  const moment = at === undefined ? Date.now() : parseInstant(at)?.getTime();
  if (moment === undefined)
    throw new CommandError(translator(locale, 'resolve')('badInstant', { value: at ?? '' }));
  const parsed = text === '-' ? null : parseAddress(text);
  if (parsed && !parsed.ok) {
    throw new CommandError(translator(locale, 'address')(parsed.problem.code, { text }));
  }
  const table = await withDatabase(readTable);
  if (!parsed) return resolveLines(table, moment);
  const decision = decide({ address: parsed.address, at: moment, table });
  console.log(
    json ? JSON.stringify(asJson(decision, text)) : asText(decision, table, parsed.address, moment),
  );
}

async function readTable(): Promise<RuleTable> {
  const { databaseUrl, defaultLanding } = env();
  const rules = new RuleTableFollower(databaseUrl, defaultLanding);
  try {
    return (await rules.refresh()).table;
  } finally {
    await rules.stop();
  }
}

/** One JSON object for each line, in order; a line that is no address is denied as a visitor with it would be. */
async function resolveLines(table: RuleTable, at: number): Promise<void> {
  let output = '';
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    output += `${JSON.stringify(asJson(decide({ address: line, at, table }), line))}\n`;
    if (output.length > 65_536) {
      await written(output);
      output = '';
    }
  }
  await written(output);
}

function written(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(text, () => done()));
}

/** The keys are a contract: scripts read them. */
function asJson(decision: Decision, given: string) {
  const { address, outcome, reason, range, user, apps } = decision;
  return {
    address: address ?? given,
    outcome,
    reason,
    range: range ? formatRange(range.range) : null,
    user: user?.email ?? null,
    apps: apps.map(({ slug }) => slug),
    target: targetFrom(decision),
  };
}

/** Where the address lands when it comes by the first public host. */
function targetFrom({ outcome, app }: Decision): string | null {
  if (outcome !== 'redirect' || !app) return null;
  return targetOf(app, env().publicHosts[0] ?? 'localhost', tlsFiles(env()) !== undefined);
}

function asText(decision: Decision, table: RuleTable, address: Address, at: number): string {
  const locale = localeFromTerminal();
  const t = translator(locale, 'resolve');
  const { outcome, reason, range, user, apps, app } = decision;
  const names = (list: Decision['apps']) => new Intl.ListFormat(locale).format(list.map(({ name }) => name));
  const shown = decision.address ?? '';
  const lines: string[] = [];
  if (!range) lines.push(t('inNoRange', { address: shown }));
  else if (!user) lines.push(t('inRange', { address: shown, range: nameOf(range) }));
  else lines.push(t('inOwnedRange', { address: shown, range: nameOf(range), user: user.name }));
  if (outcome === 'choose') lines.push(t('choose', { apps: names(apps) }));
  else if (app) lines.push(t('redirect', { app: app.name, target: targetFrom(decision) ?? '' }));
  else lines.push(t('deny', { reason: `${translator(locale, 'decision')(reason)} (${reason})` }));
  const others = apps.filter((other) => other !== app);
  if (app && others.length > 0) lines.push(t('also', { apps: names(others) }));

  const containing = explain(table, address, at).map(({ range: one, verdict }) => {
    const text = formatRange(one.range);
    return { verdict: t(verdict), text, label: one.label };
  });
  if (containing.length > 0) {
    const texts = containing.map(({ text }) => text);
    const verdicts = containing.map(({ verdict }) => verdict);
    lines.push('', t('containing'));
    for (const { verdict, text, label } of containing) {
      lines.push(`  ${padded(text, texts)}  ${padded(verdict, verdicts)}  ${label}`.trimEnd());
    }
  }
  return lines.join('\n');
}

/** The text with the spaces that make it as wide as the widest of its column. */
function padded(text: string, column: string[]): string {
  return text + ' '.repeat(Math.max(...column.map(displayWidth)) - displayWidth(text));
}

/** «Alice’s desk (10.1.2.7)»; the range alone where it has no label. */
function nameOf(range: MatchedRange): string {
  const text = formatRange(range.range);
  return range.label ? `${range.label} (${text})` : text;
}
