// sluice doctor

import type { Command } from 'commander';
import type { Status } from '@/lib/doctor/check';
import { writeLastReport } from '@/lib/doctor/last-report';
import { countStatuses, groups, type SpokenFinding, speak, worstStatus } from '@/lib/doctor/report';
import { runDoctor } from '@/lib/doctor/run-doctor';
import { env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { command, print } from '../command-errors';

type Options = { json?: boolean; offline?: boolean };

export function registerDoctor(program: Command): void {
  const t = translator(localeFromTerminal(), 'doctor');
  program
    .command('doctor')
    .description(t('command'))
    .option('--json', t('optionJson'))
    .option('--offline', t('optionOffline'))
    .action(command(doctor));
}

async function doctor({ json = false, offline = false }: Options): Promise<void> {
  const locale = localeFromTerminal();
  const report = await runDoctor({ env: env(), locale, offline });
  await writeLastReport(env(), report);
  const findings = speak(report.results, locale);
  const status = worstStatus(report.results);
  // The keys are a contract: scripts read them.
  const results = findings.map(({ name, status, code, detail, remedy }) => ({
    ...{ name, status, code, detail, remedy },
  }));
  const at = new Date(report.at).toISOString();
  await print(json ? `${JSON.stringify({ at, status, results }, null, 2)}\n` : asText(findings));
  if (!json)
    console.log(`\n${translator(locale, 'doctor')('summary', countStatuses(report.results)).trim()}`);
  if (status === 'fail') process.exitCode = 1;
}

const marks: Record<Status, string> = { pass: '✓', warn: '!', fail: '✗' };

function asText(findings: readonly SpokenFinding[]): string {
  const t = translator(localeFromTerminal(), 'doctor');
  const sections = groups.map((group) => {
    const lines = findings
      .filter((finding) => finding.group === group)
      .flatMap(({ status, title, detail, remedy }) => [
        `  ${marks[status]} ${title}: ${detail}`,
        ...(remedy ? [`      → ${remedy}`] : []),
      ]);
    return lines.length > 0 ? [t(`group.${group}`), ...lines].join('\n') : '';
  });
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}
