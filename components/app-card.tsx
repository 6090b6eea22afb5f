import { AppTile } from './app-tile';

export type AppCardProps = {
  slug: string;
  name: string;
  description: string;
  href: string;
  /** What to say of an app that cannot be used now; its link stays, for it may be back. */
  downLabel: string | null;
  /** The level under the heading that the cards stand below. */
  heading: 'h2' | 'h3';
};

/** An app to open: the whole card is the link, the app's name is what the link is called. */
export function AppCard({ slug, name, description, href, downLabel, heading: Heading }: AppCardProps) {
  const describedBy = [description && `${slug}-about`, downLabel && `${slug}-down`].filter(Boolean).join(' ');
  return (
    <article className="group relative flex h-full items-start gap-4 rounded-card border border-line bg-surface p-4 shadow-card transition hover:-translate-y-0.5 hover:border-water/60 hover:shadow-raised has-[:focus-visible]:border-water sm:p-5">
      <AppTile slug={slug} name={name} />
      <div className="min-w-0 flex-1">
        <Heading className="font-semibold text-lg leading-snug">
          <a
            href={href}
            aria-describedby={describedBy || undefined}
            className="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-water focus-visible:after:outline-offset-3"
          >
            <bdi>{name}</bdi>
          </a>
        </Heading>
        {description && (
          <p id={`${slug}-about`} className="mt-1 line-clamp-3 text-muted leading-relaxed">
            <bdi>{description}</bdi>
          </p>
        )}
        {downLabel && (
          <p
            id={`${slug}-down`}
            className="mt-3 inline-flex items-center gap-1.5 rounded-full bg-warn-soft py-1 pr-3 pl-2 font-medium text-sm text-warn"
          >
            <svg
              viewBox="0 0 16 16"
              className="size-4 shrink-0"
              aria-hidden="true"
              focusable="false"
              fill="none"
            >
              <path
                d="M8 1.8 15 14H1L8 1.8Z"
                stroke="currentColor"
                strokeWidth="1.5"
                strokeLinejoin="round"
              />
              <path d="M8 6.2v3.6M8 11.6v.2" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
            </svg>
            {downLabel}
          </p>
        )}
      </div>
      <svg
        viewBox="0 0 20 20"
        className="mt-1 size-5 shrink-0 text-muted transition group-hover:translate-x-0.5 group-hover:text-water"
        aria-hidden="true"
        focusable="false"
        fill="none"
      >
        <path
          d="m7.5 4.5 5.5 5.5-5.5 5.5"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </article>
  );
}
