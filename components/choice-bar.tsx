'use client';

import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';

export type ChoiceBarProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: LucideIcon; lang?: string }[];
  onChange: (value: Value) => void;
};

/** One of a few, all in sight: radio buttons in one bar. */
export function ChoiceBar<Value extends string>({ label, value, options, onChange }: ChoiceBarProps<Value>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-muted text-xs">{label}</legend>
      <div className="flex gap-1 rounded-control bg-sunken p-1">
        {options.map(({ value: own, label: words, icon: Icon, lang }) => (
          <label
            key={own}
            lang={lang}
            className="flex min-h-8 flex-1 cursor-pointer items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-2 text-muted text-sm transition-colors hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-control has-focus-visible:outline-2 has-focus-visible:outline-water pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name={name}
              value={own}
              checked={own === value}
              onChange={() => onChange(own)}
              className="sr-only"
            />
            {Icon && <Icon className="size-3.5" aria-hidden="true" />}
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
