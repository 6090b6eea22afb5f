import type { ComponentProps } from 'react';
import { controlLook } from './input';

export type TextareaProps = ComponentProps<'textarea'> & { invalid?: boolean };

/** Grows with what is written, where the browser can. */
export function Textarea({ invalid = false, className = '', rows = 3, ...rest }: TextareaProps) {
  return (
    <textarea
      rows={rows}
      aria-invalid={invalid || undefined}
      className={`${controlLook} field-sizing-content max-h-80 border-edge/90 py-2 read-only:bg-sunken leading-relaxed ${className}`}
      style={{ minHeight: `${rows * 1.6 + 1}rem` }}
      {...rest}
    />
  );
}
