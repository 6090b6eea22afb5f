// Why a configuration is not in force, in a form that can be kept and told in either language.

import { type Locale, translator } from '@/lib/i18n';

export const publishProblemCodes = [
  'notInstalled',
  'notStarted',
  'invalid',
  'badPath',
  'notWritten',
  'notRunning',
  'notSignalled',
  'reloadRefused',
  'reloadTimedOut',
  'rulesUnreadable',
  'busy',
] as const;

export type PublishProblem = {
  code: (typeof publishProblemCodes)[number];
  /** `detail`, where there is one, is what Nginx or the system says. */
  params: Record<string, string>;
};

export function problemText({ code, params }: PublishProblem, locale: Locale): string {
  const t = translator(locale, 'nginx') as unknown as (key: string, values: Record<string, string>) => string;
  return t(code, params);
}
