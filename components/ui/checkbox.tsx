'use client';

import type { ComponentProps } from 'react';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & {
  /** Some of what it stands for is chosen, but not all. */
  indeterminate?: boolean;
};

/** A checkbox with a touch target larger than its box. Give it a label, or an `aria-label`. */
export function Checkbox({ indeterminate = false, className = '', ...rest }: CheckboxProps) {
  return (
    <input
      type="checkbox"
      ref={(box) => {
        if (box) box.indeterminate = indeterminate;
      }}
      className={`relative size-4.5 shrink-0 cursor-pointer rounded accent-water after:absolute after:-inset-2.5 disabled:cursor-not-allowed disabled:opacity-50 pointer-coarse:size-5 ${className}`}
      {...rest}
    />
  );
}
