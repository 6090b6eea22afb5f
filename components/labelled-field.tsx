'use client';

import { type ReactNode, useId } from 'react';

type LabelledFieldProps = {
  label: string;
  hint?: ReactNode;
  /** What is wrong, with what to write instead. */
  problem?: string;
  /** An optional line that follows what is typed. */
  live?: ReactNode;
  children: (field: { id: string; invalid: boolean; 'aria-describedby': string | undefined }) => ReactNode;
};

/** A field of a form that is no rule's: its label, its control, a hint, and what is wrong with it. */
export function LabelledField({ label, hint, problem, live, children }: LabelledFieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, live && `${id}-live`, problem && `${id}-problem`].filter(Boolean);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, invalid: problem !== undefined, 'aria-describedby': described.join(' ') || undefined })}
      {problem && (
        <p id={`${id}-problem`} className="font-medium text-sm text-stop">
          {problem}
        </p>
      )}
      {live && (
        <p id={`${id}-live`} className="text-muted text-sm">
          {live}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm leading-relaxed">
          {hint}
        </p>
      )}
    </div>
  );
}
