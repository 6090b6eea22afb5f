'use client';

import { CircleAlert } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { FieldMessage } from '@/lib/action-result';

/** Why nothing was saved. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <div
      role="alert"
      tabIndex={-1}
      className="flex items-start gap-3 rounded-control border border-stop/40 bg-stop-soft p-4 text-sm"
    >
      <CircleAlert aria-hidden="true" className="mt-px size-5 shrink-0 text-stop" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

type ProblemSummaryProps = {
  problems: readonly FieldMessage[];
  fieldLabels: Readonly<Record<string, string>>;
  fieldId: (name: string) => string;
};

/** All problems of a form, each leading to its field. */
export function ProblemSummary({ problems, fieldLabels, fieldId }: ProblemSummaryProps) {
  const t = useTranslations('form');
  if (problems.length === 0) return null;
  return (
    <FormAlert>
      <h2 className="font-semibold">{t('problems', { count: problems.length })}</h2>
      <ul className="mt-1 grid gap-1">
        {problems.map(({ field, message }) => {
          const name = fieldOf(field, fieldLabels);
          return (
            <li key={`${field} ${message}`}>
              {name === undefined ? (
                message
              ) : (
                <>
                  <a
                    href={`#${fieldId(name)}`}
                    onClick={(event) => focusField(event, fieldId(name))}
                    className="font-medium underline underline-offset-4"
                  >
                    {fieldLabels[name]}
                  </a>{' '}
                  {message}
                </>
              )}
            </li>
          );
        })}
      </ul>
    </FormAlert>
  );
}

/** The form’s field that a dotted place is in. */
function fieldOf(place: string, fieldLabels: Readonly<Record<string, string>>): string | undefined {
  if (Object.hasOwn(fieldLabels, place)) return place;
  const [first = ''] = place.split('.');
  return Object.hasOwn(fieldLabels, first) ? first : undefined;
}

/** The address stays as it is: a fragment would be an entry in the history. */
function focusField(event: MouseEvent, id: string) {
  const control = document.getElementById(id);
  if (!control) return;
  event.preventDefault();
  control.focus();
  control.scrollIntoView({ block: 'center' });
}
