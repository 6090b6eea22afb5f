// sluice tls self-signed | status

import type { Command } from 'commander';
import { displayWidth } from '@/lib/display-width';
import { env } from '@/lib/env';
import { formatMoment } from '@/lib/format';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { graveProblems, type TlsProblem, tlsStatus } from '@/lib/nginx/certificate';
import { makeSelfSigned, SelfSignedError } from '@/lib/nginx/self-signed';
import { CommandError, command } from '../command-errors';

const words = () => translator(localeFromTerminal(), 'tls');

export function registerTls(program: Command): void {
  const t = words();
  const tls = program.command('tls').description(t('command'));
  tls
    .command('self-signed')
    .description(t('commandSelfSigned'))
    .option('--host <host>', t('optionHost'), (host: string, before: string[]) => [...before, host], [])
    .option('--days <days>', t('optionDays'), '397')
    .option('--force', t('optionForce'), false)
    .action(command(selfSigned));
  tls.command('status').description(t('commandStatus')).action(command(status));
}

function selfSigned({ host, days, force }: { host: string[]; days: string; force: boolean }): void {
  const t = words();
  // Browsers refuse what is valid for longer.
  if (!/^[1-9]\d{0,2}$/.test(days) || Number(days) > 825)
    throw new CommandError(t('notDays', { given: days }));
  try {
    const { names, ...files } = makeSelfSigned(env(), { hosts: host, days: Number(days), force });
    console.log(t('made', { ...files, names: names.join(', ') }));
  } catch (error) {
    if (!(error instanceof SelfSignedError)) throw error;
    throw new CommandError(t(`refused.${error.reason}`, { about: error.about }));
  }
}

/** Exit code 1 where visitors run into what is wrong. */
function status(): void {
  const t = words();
  const locale = localeFromTerminal();
  const known = tlsStatus(env(), Date.now());
  if (!known) {
    console.log(t('none'));
    return;
  }
  const by = { locale, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const from = formatMoment(known.from, by);
  const until = formatMoment(known.until, by);
  const rows: [string, string][] = [
    [t('status.certificate'), known.certificate],
    [t('status.key'), t('status.keyMatches', { path: known.key })],
    [t('status.subject'), known.subject],
    [t('status.issuer'), known.issuer],
    [t('status.names'), known.names.join(', ')],
    [
      t('status.valid'),
      known.daysLeft < 0
        ? t('status.periodOver', { from, until })
        : t('status.period', { from, until, days: known.daysLeft }),
    ],
  ];
  const width = Math.max(...rows.map(([label]) => displayWidth(label)));
  const lines = rows.map(([label, value]) => `${label}${' '.repeat(width - displayWidth(label))}  ${value}`);
  const problems = known.problems.map((problem) => `- ${problemText(problem)}`);
  console.log([...lines, '', ...(problems.length > 0 ? problems : [t('status.good')])].join('\n'));
  if (known.problems.some(({ reason }) => graveProblems.includes(reason))) process.exitCode = 1;
}

function problemText({ reason, ...about }: TlsProblem): string {
  return words()(`problem.${reason}`, { subject: '', host: '', path: '', ...about });
}
