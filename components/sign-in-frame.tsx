'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { IntlProvider } from 'use-intl/react';
import type { Locale } from '@/lib/i18n';
import type { Messages } from '@/messages/messages';
import { SluiceMark } from './sluice-mark';

type SignInFrameProps = {
  locale: Locale;
  messages: Pick<Messages, 'auth'>;
  children: ReactNode;
};

/** What is round the pages for those who are not signed in: the mark, the language switch, one card. */
export function SignInFrame({ locale, messages, children }: SignInFrameProps) {
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <div className="flex min-h-dvh flex-col">
        <header className="flex items-center justify-between gap-4 px-5 py-3 sm:px-8">
          <span className="inline-flex min-h-11 items-center gap-2.5 font-bold text-lg tracking-tight">
            <SluiceMark className="size-8" />
            Sluice
          </span>
          <Suspense>
            <OtherLanguage locale={locale} label={messages.auth.language} />
          </Suspense>
        </header>
        <main className="flex flex-1 flex-col items-center px-4 pt-6 pb-16 sm:pt-[10vh]">
          <div className="w-full max-w-md rounded-panel border border-line bg-surface p-6 shadow-card sm:p-8">
            {children}
          </div>
        </main>
      </div>
    </IntlProvider>
  );
}

function OtherLanguage({ locale, label }: { locale: Locale; label: string }) {
  const path = usePathname();
  const query = useSearchParams().toString();
  const other: Locale = locale === 'en' ? 'ko' : 'en';
  const here = query ? `${path}?${query}` : path;
  return (
    <nav aria-label={label}>
      <a
        href={`/language/${other}?from=${encodeURIComponent(here)}`}
        hrefLang={other}
        lang={other}
        className="inline-flex min-h-11 items-center rounded-control px-3 font-medium text-muted transition-colors hover:bg-sunken hover:text-ink"
      >
        {other === 'ko' ? '한국어' : 'English'}
      </a>
    </nav>
  );
}
