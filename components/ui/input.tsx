import type { ComponentProps } from 'react';

/** The look of everything that text is typed into. */
export const controlLook =
  'w-full rounded-control border bg-surface px-3 text-ink text-sm shadow-control transition-colors placeholder:text-muted/80 hover:border-edge focus:border-water focus:outline-none focus:ring-3 focus:ring-water/25 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-stop aria-invalid:focus:ring-stop/25 pointer-coarse:text-base';

export type InputProps = ComponentProps<'input'> & { invalid?: boolean };

export function Input({ invalid = false, className = '', ...rest }: InputProps) {
  return (
    <input
      aria-invalid={invalid || undefined}
      className={`${controlLook} h-9 border-edge/90 read-only:bg-sunken pointer-coarse:min-h-11 ${className}`}
      {...rest}
    />
  );
}
