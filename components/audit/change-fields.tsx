import type { ChangedField } from '@/lib/audit/change-row';

export type ChangeFieldsProps = {
  fields: readonly ChangedField[];
  /** For those who listen. */
  words: { was: string; became: string };
};

/** The fields that a change touched: what was and what became of it; of a new or deleted object, what it has. */
export function ChangeFields({ fields, words }: ChangeFieldsProps) {
  if (fields.length === 0) return null;
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[minmax(7rem,max-content)_1fr]">
      {fields.map(({ field, name, was, became }) => (
        <div key={field} className="contents">
          <dt className="text-muted max-sm:mt-1">{name}</dt>
          <dd className="min-w-0">
            {was !== null && (
              <del className="text-muted decoration-stop/60">
                <span className="sr-only">{words.was}: </span>
                {was}
              </del>
            )}
            {was !== null && became !== null && (
              <span aria-hidden="true" className="mx-1.5 text-muted">
                →
              </span>
            )}
            {became !== null && (
              <ins className="no-underline">
                {was !== null && <span className="sr-only">{words.became}: </span>}
                {became}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
