import './dashboard.css';
import type { ReactNode } from 'react';
import type { Locale } from '@/lib/i18n';
import type { Theme } from '@/lib/theme';

export type DashboardDocumentProps = {
  locale: Locale;
  theme: Theme;
  /** Where the pages do not set one themselves. */
  title?: string;
  children: ReactNode;
};

/** What is round every page of the dashboard, signed in or not: `<html>` with its language, colours and stylesheet. */
export function DashboardDocument({ locale, theme, title, children }: DashboardDocumentProps) {
  return (
    // The theme switch changes the attribute before the server hears of it.
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>
        {/* React lifts these into the head. */}
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <meta name="robots" content="noindex" />
        {title && <title>{`${title} · Sluice`}</title>}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        {children}
      </body>
    </html>
  );
}
