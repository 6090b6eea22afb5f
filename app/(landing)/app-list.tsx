import { AppCard } from '@/components/app-card';
import type { Locale } from '@/lib/i18n';
import type { VisitorApp } from '@/lib/landing/view';
import { landingWords } from './landing-page';

/** A visitor's apps as cards, in the order of their grants. */
export function AppList({
  apps,
  locale,
  columns,
  heading,
}: {
  apps: VisitorApp[];
  locale: Locale;
  columns: 2 | 3;
  heading: 'h2' | 'h3';
}) {
  const t = landingWords(locale);
  return (
    // The role: Safari takes it from a list without bullets.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <ul role="list" className={`grid gap-3 sm:grid-cols-2 sm:gap-4 ${columns === 3 ? 'lg:grid-cols-3' : ''}`}>
      {apps.map(({ slug, name, description, down, maintenance }) => (
        <li key={slug}>
          <AppCard
            slug={slug}
            name={name}
            description={description}
            href={`/go/${encodeURIComponent(slug)}`}
            heading={heading}
            downLabel={maintenance ? t('choose.maintenance') : down ? t('choose.down') : null}
          />
        </li>
      ))}
    </ul>
  );
}
