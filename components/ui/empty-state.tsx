import type { ReactNode } from 'react';
import { Glyph, type IconGiven } from './glyph';

export type EmptyStateProps = {
  icon: IconGiven;
  title: string;
  /** What would be here, what it is for, and how to begin. */
  body: ReactNode;
  action?: ReactNode;
  /** `h1` where it is all that the page says. */
  heading?: 'h1' | 'h2';
};

/** Nothing here yet: says what would be, and how to begin. */
export function EmptyState({ icon, title, body, action, heading: Heading = 'h2' }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-5 py-12 text-center sm:py-16">
      <span className="grid size-13 place-items-center rounded-2xl bg-water-soft text-water">
        <Glyph icon={icon} className="size-6" />
      </span>
      <Heading className="mt-4 font-semibold text-lg">{title}</Heading>
      <div className="mt-1.5 max-w-lg text-muted leading-relaxed">{body}</div>
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
