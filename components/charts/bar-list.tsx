import Link from 'next/link';

export type BarListProps = {
  items: readonly { key: string | number; label: string; hint?: string; href: string; value: number }[];
  format: (value: number) => string;
};

/** Few values side by side, the largest first: each with its name and number, the bar beside them only for the eye. */
export function BarList({ items, format }: BarListProps) {
  const highest = Math.max(1, ...items.map(({ value }) => value));
  return (
    <ol className="grid gap-3">
      {items.map(({ key, label, hint, href, value }) => (
        <li key={key}>
          <Link href={href} prefetch={false} className="group block rounded-control">
            <span className="flex items-baseline gap-3">
              <span className="min-w-0 flex-1 truncate font-medium group-hover:underline">
                {label}
                {hint && <span className="ml-2 font-normal text-muted text-sm">{hint}</span>}
              </span>
              <span className="tabular-nums">{format(value)}</span>
            </span>
            <span aria-hidden="true" className="mt-1 block h-2 overflow-hidden rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-water"
                style={{ width: `${Math.max(1, (value / highest) * 100)}%` }}
              />
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
