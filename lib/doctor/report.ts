// What a run of the doctor found, in the words of a language, and on disk.

import { z } from 'zod';
import { type Locale, translator } from '@/lib/i18n';
import { messages } from '@/messages/messages';
import type { CheckName, FindingCode, Group, Params, Status } from './check';

const words = messages.en.doctor;

const result = z.object({
  name: z.custom<CheckName>((value) => typeof value === 'string' && value in words.check),
  group: z.custom<Group>((value) => typeof value === 'string' && value in words.group),
  findings: z.array(
    z.object({
      status: z.enum(['pass', 'warn', 'fail']),
      code: z.custom<FindingCode>((value) => typeof value === 'string' && value in words.found),
      params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
});

export const doctorReport = z.object({
  /** When it began, in ms since 1970. */
  at: z.number(),
  /** How long it took, in ms. */
  took: z.number(),
  results: z.array(result),
});

export type CheckResult = z.infer<typeof result>;
export type DoctorReport = z.infer<typeof doctorReport>;

/** One finding in words. A remedy is there where something is to be done. */
export type SpokenFinding = {
  name: CheckName;
  group: Group;
  title: string;
  status: Status;
  code: FindingCode;
  detail: string;
  remedy: string | null;
};

/** The groups in the order in which they are told. */
export const groups = Object.keys(words.group) as Group[];

/** The worst of a report's findings. */
export function worstStatus(results: readonly CheckResult[]): Status {
  const all = results.flatMap(({ findings }) => findings.map(({ status }) => status));
  if (all.includes('fail')) return 'fail';
  return all.includes('warn') ? 'warn' : 'pass';
}

/** How many findings there are of each kind. */
export function countStatuses(results: readonly CheckResult[]): Record<Status, number> {
  const counts = { pass: 0, warn: 0, fail: 0 };
  for (const { findings } of results) for (const { status } of findings) counts[status] += 1;
  return counts;
}

type Speak = (key: string, params?: Params) => string;

/** The findings in words, in the order of the checks. */
export function speak(results: readonly CheckResult[], locale: Locale): SpokenFinding[] {
  // That each code has its words is seen to by the types of `pass`, `warn` and `fail`.
  const t = translator(locale, 'doctor') as unknown as Speak;
  return results.flatMap(({ name, group, findings }) =>
    findings.map(({ status, code, params = {} }) => ({
      ...{ name, group, status, code },
      title: t(`check.${name}`),
      detail: t(`found.${code}`, params),
      remedy: status === 'pass' ? null : t(`remedy.${code}`, params),
    })),
  );
}
