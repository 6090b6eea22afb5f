'use client';

import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useRuleForm } from './rule-form-context';

export type FieldControl = {
  id: string;
  name: string;
  value: unknown;
  onChange: (value: unknown) => void;
  invalid: boolean;
  /** Ids of the hint and of the problems, for `aria-describedby`. */
  describedBy: string | undefined;
};

export type FormFieldProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
  children: (field: FieldControl) => ReactNode;
  /** A group of controls that the label is the legend of. */
  group?: boolean;
  /** Below the control. */
  after?: ReactNode;
};

/** A field of a form: its label, hint and problems round whatever control it has. */
export function FormField({
  name,
  label,
  hint,
  optional = false,
  group = false,
  children,
  after,
}: FormFieldProps) {
  const t = useTranslations('form');
  const form = useRuleForm();
  const id = form.fieldId(name);
  const problems = form.problemsOf(name);
  const invalid = problems.length > 0;
  const describedBy = [hint ? `${id}-hint` : '', invalid ? `${id}-problem` : ''].filter(Boolean).join(' ');
  const heading = (
    <>
      {label}
      {optional && <span className="ml-2 font-normal text-muted">{t('optional')}</span>}
    </>
  );
  const Frame = group ? 'fieldset' : 'div';
  return (
    <Frame className="grid min-w-0 gap-1.5" aria-describedby={(group && describedBy) || undefined}>
      {group ? (
        <legend className="float-left mb-1.5 font-medium text-sm">{heading}</legend>
      ) : (
        <label htmlFor={id} className="justify-self-start font-medium text-sm">
          {heading}
        </label>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
      {children({
        id,
        name,
        value: form.values[name],
        onChange: (value) => form.setValue(name, value),
        invalid,
        describedBy: describedBy || undefined,
      })}
      {invalid && (
        <div id={`${id}-problem`} className="grid gap-1 font-medium text-sm text-stop">
          {problems.map((problem) => (
            <p key={problem} className="flex gap-1.5">
              <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              <span className="min-w-0">{problem}</span>
            </p>
          ))}
        </div>
      )}
      {after}
    </Frame>
  );
}
