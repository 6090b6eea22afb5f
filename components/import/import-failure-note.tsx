import type { Administrator } from '@/lib/auth/administrator';
import { databaseProblemText } from '@/lib/database-error';
import { translator } from '@/lib/i18n';
import type { ImportFailure } from '@/lib/import/import-state';

/** Why an import was not carried out. */
export function ImportFailureNote({ failure, by }: { failure?: ImportFailure; by: Administrator }) {
  return (
    <p role="alert" className="rounded-control bg-stop-soft p-3.5 text-stop">
      {words(failure, by)}
    </p>
  );
}

function words(failure: ImportFailure | undefined, { locale }: Administrator): string {
  if (failure?.kind === 'database') return databaseProblemText(failure.problem, locale);
  if (failure?.kind === 'refusal') return translator(locale, 'refusals')(failure.code, failure.params);
  return translator(locale, 'import')('unexpected');
}
