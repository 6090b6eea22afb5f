import type { ReactNode } from 'react';

type StatusMessageProps = {
  /** One plain sentence: what happened. */
  title: ReactNode;
  /** What it means and what to do. */
  children?: ReactNode;
};

/** The head of a page that is an answer rather than a place: one sentence, and what to do. */
export function StatusMessage({ title, children }: StatusMessageProps) {
  return (
    <div>
      <h1 className="font-bold text-[clamp(1.7rem,1.2rem+2.4vw,2.6rem)] leading-[1.18] tracking-tight">
        {title}
      </h1>
      {children && <div className="mt-4 space-y-3 text-lg text-muted leading-relaxed">{children}</div>}
    </div>
  );
}

/** The one thing to do next, and the others. */
export function ActionLink({
  href,
  primary,
  children,
}: {
  href: string;
  primary?: boolean;
  children: ReactNode;
}) {
  const look = primary
    ? 'bg-water text-on-water hover:bg-water-strong'
    : 'border border-line bg-surface text-ink hover:border-water/60';
  return (
    <a
      href={href}
      className={`inline-flex min-h-12 items-center justify-center rounded-control px-5 font-semibold transition ${look}`}
    >
      {children}
    </a>
  );
}
