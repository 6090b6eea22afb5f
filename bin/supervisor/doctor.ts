// The doctor's visit after a start: only what is not all right is told.

import { doctorProcess } from '@/lib/doctor/doctor-process';
import { speak } from '@/lib/doctor/report';
import { localeFromTerminal, translator } from '@/lib/i18n';

/** Runs the checks that need nobody outside; the lines to tell, none where everything passed. */
export async function startDoctorLines(signal: AbortSignal): Promise<string[]> {
  const locale = localeFromTerminal();
  const t = translator(locale, 'doctor');
  const outcome = await doctorProcess({ offline: true, signal });
  if (!outcome.ok) return [t('startFailed', { detail: outcome.detail || t('noResult') })];
  const troubles = speak(outcome.report.results, locale).filter(({ status }) => status !== 'pass');
  if (troubles.length === 0) return [];
  return [
    t('atStart'),
    ...troubles.map(({ status, title, detail }) => `  ${t(`status.${status}`)} · ${title}: ${detail}`),
    t('atStartMore'),
  ];
}
