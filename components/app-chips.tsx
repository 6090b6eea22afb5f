import Link from 'next/link';
import { badgeLook } from './ui/badge';

export type AppChip = {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  /** Granted to the object itself, and not disabled: it stands out. */
  readonly isOwn: boolean;
};

type AppChipsProps = {
  chips: readonly AppChip[];
  /** So many are shown; `more` says how many others there are. */
  most: number;
  more: (count: number) => string;
  /** In a row of a list, whose table follows plain links. */
  inRow?: boolean;
};

/** Apps in their order, each a link to its page. */
export function AppChips({ chips, most, more, inRow = false }: AppChipsProps) {
  if (chips.length === 0) return <span className="text-muted">–</span>;
  const others = chips.slice(most);
  return (
    <span className="flex flex-wrap gap-1">
      {chips.slice(0, most).map(({ id, name, title, isOwn }) => {
        const href = `/admin/apps/${id}`;
        const look = `${badgeLook(isOwn ? 'water' : 'neutral')} app-chip`;
        return inRow ? (
          <a key={id} href={href} title={title} className={look}>
            {name}
          </a>
        ) : (
          <Link key={id} href={href} prefetch={false} title={title} className={look}>
            {name}
          </Link>
        );
      })}
      {others.length > 0 && (
        <span className="self-center text-muted text-xs" title={others.map(({ name }) => name).join(', ')}>
          {more(others.length)}
        </span>
      )}
    </span>
  );
}
