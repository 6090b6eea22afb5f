import Link from 'next/link';

export type TabLinksProps = {
  /** What the tabs are views of, for a screen reader. */
  label?: string;
  items: readonly { href: string; label: string; current: boolean; count?: number | string }[];
};

/** Views of one thing, each with an address of its own. */
export function TabLinks({ items, label }: TabLinksProps) {
  return (
    <nav aria-label={label} className="-mx-1 mb-5 overflow-x-auto border-line border-b px-1">
      <ul className="flex gap-1">
        {items.map(({ href, label: name, current, count }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={current ? 'page' : undefined}
              className={`-mb-px inline-flex min-h-10 items-center gap-2 whitespace-nowrap border-b-2 px-3 font-medium text-sm transition-colors pointer-coarse:min-h-11 ${
                current
                  ? 'border-water text-ink'
                  : 'border-transparent text-muted hover:border-edge/60 hover:text-ink'
              }`}
            >
              {name}
              {count !== undefined && (
                <span className="rounded-full bg-sunken px-2 py-px text-muted text-xs tabular-nums">
                  {count}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
