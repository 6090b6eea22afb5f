import type { ReactNode } from 'react';
import { type Locale, translator } from '@/lib/i18n';
import { GateScene, type GateState } from './gate-scene';
import { SluiceMark } from './sluice-mark';

type LandingFrameProps = {
  locale: Locale;
  /** Where the language switch comes back to. */
  path: string;
  /** The picture of the answer. */
  gate: GateState;
  /** Room for a grid of cards, or for a column of text. */
  width: 'wide' | 'narrow';
  children: ReactNode;
};

/** What is round every page that a visitor sees: the mark, the language switch, the page. */
export function LandingFrame({ locale, path, gate, width, children }: LandingFrameProps) {
  const t = translator(locale, 'landing');
  const other: Locale = locale === 'en' ? 'ko' : 'en';
  const column = 'mx-auto w-full max-w-6xl px-5 sm:px-8';
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-line border-b bg-surface">
        <div className={`${column} flex items-center justify-between gap-4 py-3`}>
          <a href="/" className="inline-flex min-h-11 items-center gap-2.5 font-bold text-lg tracking-tight">
            <SluiceMark className="size-8" />
            Sluice
          </a>
          <nav aria-label={t('language')}>
            <a
              href={`/language/${other}?from=${encodeURIComponent(path)}`}
              hrefLang={other}
              lang={other}
              rel="nofollow"
              className="inline-flex min-h-11 items-center gap-2 rounded-control px-3 font-medium text-muted transition hover:bg-sunken hover:text-ink"
            >
              <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true" focusable="false" fill="none">
                <circle cx="10" cy="10" r="7.5" stroke="currentColor" strokeWidth="1.5" />
                <path
                  d="M2.5 10h15M10 2.5c2.4 2.3 3.4 4.8 3.4 7.5s-1 5.2-3.4 7.5c-2.4-2.3-3.4-4.8-3.4-7.5s1-5.2 3.4-7.5Z"
                  stroke="currentColor"
                  strokeWidth="1.5"
                />
              </svg>
              {t('otherLanguage')}
            </a>
          </nav>
        </div>
      </header>
      <main
        className={`${column} flex-1 pt-8 pb-16 sm:pt-14 ${width === 'narrow' ? 'lg:flex lg:gap-20' : 'relative'}`}
      >
        {width === 'narrow' ? (
          <GateScene
            state={gate}
            className="mb-7 h-20 w-auto lg:order-2 lg:mt-2 lg:h-auto lg:w-80 lg:self-start"
          />
        ) : (
          <GateScene state={gate} className="absolute top-12 right-8 hidden h-32 w-auto lg:block" />
        )}
        <div className={width === 'narrow' ? 'min-w-0 max-w-2xl lg:flex-1' : ''}>{children}</div>
      </main>
    </div>
  );
}
