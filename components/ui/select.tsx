import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { controlLook } from './control-look';

export type SelectProps = Omit<ComponentProps<'select'>, 'children'> & {
  options: readonly { value: string; label: string }[];
  invalid?: boolean;
};

/** The browser's own select: right on a phone, right for the keyboard and a screen reader. */
export function Select({ options, invalid = false, className = '', ...rest }: SelectProps) {
  return (
    <span className={`relative inline-flex w-full ${className}`}>
      <select
        aria-invalid={invalid || undefined}
        className={`${controlLook} h-9 cursor-pointer appearance-none truncate border-edge/90 pr-9 pointer-coarse:min-h-11`}
        {...rest}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
