import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export type PageHeaderProps = {
  title: string;
  description?: ReactNode;
  /** Up to where the page belongs. */
  back?: { href: string; label: string };
  actions?: ReactNode;
};

/** The head of a page of the dashboard, and its title in the browser. */
export function PageHeader({ title, description, back, actions }: PageHeaderProps) {
  return (
    <header className="mb-6">
      <title>{`${title} · Sluice`}</title>
      {back && (
        <Link
          href={back.href}
          prefetch={false}
          className="-ml-1 mb-1.5 inline-flex min-h-8 items-center gap-1.5 rounded-md px-1 text-muted text-sm transition-colors hover:text-ink pointer-coarse:min-h-11"
        >
          <ArrowLeft className="size-4" aria-hidden="true" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="font-bold text-2xl tracking-tight">{title}</h1>
          {description && <div className="mt-1 max-w-3xl text-muted leading-relaxed">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
