import { diffFields, type Snapshot } from '@/lib/audit/change';
import { fieldWord, valueWords } from '@/lib/audit/change-words';
import type { Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';

export type ChangeFieldsProps = { before: Snapshot | null; after: Snapshot | null; by: Reader };

/** The fields that a change touched, in words: what was and what became of it; of a new or deleted object, what it has. */
export function ChangeFields({ before, after, by }: ChangeFieldsProps) {
  const t = translator(by.locale, 'changes');
  const changes = diffFields(before ?? {}, after ?? {}).filter(({ before, after }) => {
    // Of an object that came or went, what was never filled in says nothing.
    return !(isEmpty(before) && isEmpty(after));
  });
  if (changes.length === 0) return null;
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[minmax(7rem,max-content)_1fr]">
      {changes.map(({ field, before: was, after: became }) => (
        <div key={field} className="contents">
          <dt className="text-muted max-sm:mt-1">{fieldWord(field, by.locale)}</dt>
          <dd className="min-w-0">
            {before && (
              <del className="text-muted decoration-stop/60">
                <span className="sr-only">{t('was')}: </span>
                {valueWords(field, was, by)}
              </del>
            )}
            {before && after && (
              <span aria-hidden="true" className="mx-1.5 text-muted">
                →
              </span>
            )}
            {after && (
              <ins className="no-underline">
                {before && <span className="sr-only">{t('became')}: </span>}
                {valueWords(field, became, by)}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isEmpty = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
