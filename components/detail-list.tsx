import type { ReactNode } from 'react';

export type Detail = { term: string; value: ReactNode /** One click selects all of it. */; code?: boolean };

/** Facts by name: what a visitor reads out to whoever helps them. */
export function DetailList({ details }: { details: Detail[] }) {
  return (
    <dl className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
      {details.map(({ term, value, code }) => (
        <div key={term} className="grid gap-x-6 gap-y-0.5 px-4 py-3 sm:grid-cols-[9.5rem_1fr] sm:px-5">
          <dt className="text-muted">{term}</dt>
          <dd className={code ? 'select-all font-mono text-sm leading-6' : 'font-medium'}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
