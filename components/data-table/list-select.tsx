'use client';

import type { ListChange } from '@/lib/list-params';
import { ListStateFields, useListNavigation } from './list-navigation';

type ListSelectProps = {
  label: string;
  /** The name in the URL. */
  name: string;
  value: string;
  options: readonly { value: string; label: string; change: ListChange }[];
  /** Something else than usual is chosen. */
  active?: boolean;
  goLabel: string;
  className?: string;
};

/** A choice that leads to another view of the list at once: a filter, the order, the page size. */
export function ListSelect({
  label,
  name,
  value,
  options,
  active,
  goLabel,
  className = '',
}: ListSelectProps) {
  const { path, go } = useListNavigation();
  return (
    <form
      action={path}
      method="get"
      className={`inline-flex min-w-0 max-w-full ${className}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <ListStateFields except={[name, 'page']} />
      <label
        className={`inline-flex min-w-0 items-center rounded-control border text-sm focus-within:outline-3 focus-within:outline-water focus-within:outline-offset-2 ${
          active ? 'border-water bg-water-soft' : 'border-line bg-surface'
        }`}
      >
        <span className="shrink-0 pl-3 text-muted">{label}</span>
        <select
          name={name}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) go(chosen.change);
          }}
          className="h-11 min-w-0 cursor-pointer truncate rounded-control bg-transparent pr-2 pl-1.5 font-medium text-ink outline-none md:h-9.5 [&>option]:bg-surface"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <button type="submit" className="ml-1 h-11 px-2 underline">
          {goLabel}
        </button>
      </noscript>
    </form>
  );
}
