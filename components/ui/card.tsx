import { type ReactNode, useId } from 'react';

export type CardProps = {
  title?: ReactNode;
  /** Links and buttons beside the title. */
  actions?: ReactNode;
  /** The content reaches the card's edges: lists and tables. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** What belongs together, on one surface. */
export function Card({ title, actions, flush = false, className = '', children }: CardProps) {
  const id = useId();
  return (
    <section
      data-card
      aria-labelledby={title ? id : undefined}
      className={`min-w-0 rounded-panel border border-line bg-surface shadow-card ${className}`}
    >
      {(title || actions) && (
        <div
          className={`flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 sm:px-5 ${flush ? 'pb-3' : 'pb-1'}`}
        >
          {title && (
            <h2 id={id} className="min-w-0 flex-1 font-semibold text-base">
              {title}
            </h2>
          )}
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      <div className={flush ? 'overflow-hidden rounded-b-panel' : 'p-4 sm:p-5'}>{children}</div>
    </section>
  );
}
