'use client';

import type { ComponentProps } from 'react';
import { controlLook } from './control-look';
import { useEarlyInput } from './early-input';

export type InputProps = Omit<ComponentProps<'input'>, 'ref'> & { invalid?: boolean };

export function Input({ invalid = false, className = '', ...rest }: InputProps) {
  const control = useEarlyInput<HTMLInputElement>(rest);
  return (
    <input
      ref={control}
      aria-invalid={invalid || undefined}
      className={`${controlLook} h-9 border-edge/90 read-only:bg-sunken pointer-coarse:min-h-11 ${className}`}
      {...rest}
    />
  );
}
