'use client';

import type { ComponentProps } from 'react';
import { controlLook } from './control-look';
import { useEarlyInput } from './early-input';

export type TextareaProps = Omit<ComponentProps<'textarea'>, 'ref'> & { invalid?: boolean };

/** Grows with what is written, where the browser can. */
export function Textarea({ invalid = false, className = '', rows = 3, ...rest }: TextareaProps) {
  const control = useEarlyInput<HTMLTextAreaElement>(rest);
  return (
    <textarea
      ref={control}
      rows={rows}
      aria-invalid={invalid || undefined}
      className={`${controlLook} field-sizing-content max-h-80 border-edge/90 py-2 read-only:bg-sunken leading-relaxed ${className}`}
      style={{ minHeight: `${rows * 1.6 + 1}rem` }}
      {...rest}
    />
  );
}
