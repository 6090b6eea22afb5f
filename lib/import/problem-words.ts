// What is wrong with a file, in the administrator's words. Pure.

import { type Locale, translator } from '../i18n';
import { spokenParams } from '../rule-fields';
import type { RulesProblem } from '../rules-file/parse';
import { problemText } from '../rules-file/report';
import type { ImportKind } from './import-state';

type Words = { has: (key: string) => boolean } & ((key: string, params: object) => string);

/** One problem, without the name of its field; of a CSV file's cells in the words of a spreadsheet. */
export function importProblemText(problem: RulesProblem, kind: ImportKind, locale: Locale): string {
  const t = translator(locale, 'import') as unknown as Words;
  const key = `${kind === 'rules' ? 'fileProblems' : 'problems'}.${problem.code}`;
  if (t.has(key)) return t(key, spokenParams(problem.params));
  return problemText({ ...problem, field: '' }, locale);
}
