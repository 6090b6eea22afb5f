'use client';

import * as Radix from 'radix-ui/switch';
import { useId } from 'react';

export type SwitchProps = {
  name?: string;
  id?: string;
  label: string;
  /** The label is not shown, because it stands beside the switch already. */
  labelHidden?: boolean;
  hint?: string;
  defaultChecked?: boolean;
  checked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  disabled?: boolean;
  describedBy?: string;
};

/** On or off, at once. */
export function Switch({ id, label, labelHidden = false, hint, describedBy, ...rest }: SwitchProps) {
  const ownId = useId();
  const switchId = id ?? ownId;
  const hintId = `${switchId}-hint`;
  return (
    <div className="flex items-start gap-3">
      <Radix.Root
        id={switchId}
        aria-label={labelHidden ? label : undefined}
        aria-describedby={describedBy ?? (hint ? hintId : undefined)}
        className="relative mt-px h-5.5 w-10 shrink-0 cursor-pointer rounded-full bg-edge transition-colors after:absolute after:-inset-2.5 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:bg-water"
        {...rest}
      >
        <Radix.Thumb className="block size-4.5 translate-x-0.5 rounded-full bg-surface shadow-control transition-transform data-[state=checked]:translate-x-5" />
      </Radix.Root>
      {!labelHidden && (
        <span className="min-w-0">
          <label htmlFor={switchId} className="cursor-pointer font-medium text-sm">
            {label}
          </label>
          {hint && (
            <span id={hintId} className="block text-muted text-sm">
              {hint}
            </span>
          )}
        </span>
      )}
    </div>
  );
}
