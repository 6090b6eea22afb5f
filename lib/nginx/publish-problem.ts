// Why a configuration is not in force, in a form that can be kept and told in either language.

import { type Locale, translator } from '@/lib/i18n';
import { type TlsError, tlsErrorText } from './certificate';

export const publishProblemCodes = [
  'notInstalled',
  'notStarted',
  'invalid',
  'badPath',
  'certificate',
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

/** What is wrong with the certificate or its key. */
export function certificateProblem({ reason, path, detail }: TlsError): PublishProblem {
  return { code: 'certificate', params: { reason, path, detail } };
}

export function problemText({ code, params }: PublishProblem, locale: Locale): string {
  if (code === 'certificate')
    return tlsErrorText(params as Pick<TlsError, 'reason' | 'path' | 'detail'>, locale);
  const t = translator(locale, 'nginx') as unknown as (key: string, values: Record<string, string>) => string;
  return t(code, params);
}
