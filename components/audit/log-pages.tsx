import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Moment } from '@/components/moment';
import { LinkButton } from '@/components/ui/button';
import type { Locale } from '@/lib/i18n';
import { translator } from '@/lib/i18n';

export type LogPagesProps = {
  locale: Locale;
  newest: string | null;
  newer: string | null;
  older: string | null;
  /** The search was given up at this moment (ms since 1970). */
  searchedTo: number | null;
};

/** Turns the pages of a log, which have no numbers; where a search was given up, says how far it came and goes on. */
export function LogPages({ locale, newest, newer, older, searchedTo }: LogPagesProps) {
  const t = translator(locale, 'visits');
  return (
    <div className="mt-4 grid gap-3">
      {searchedTo !== null && older && (
        <Notice>
          <p>{t.rich('searchedTo', { at: () => <Moment at={searchedTo} /> })}</p>
          <LinkButton href={older} size="sm">
            {t('searchOn')}
          </LinkButton>
        </Notice>
      )}
      {(newest || newer || older) && (
        <nav aria-label={t('pages')} className="flex flex-wrap gap-2">
          {newest && <LinkButton href={newest}>{t('newest')}</LinkButton>}
          {newer && (
            <LinkButton href={newer} icon={ArrowUp}>
              {t('newer')}
            </LinkButton>
          )}
          {older && searchedTo === null && (
            <LinkButton href={older} icon={ArrowDown}>
              {t('older')}
            </LinkButton>
          )}
        </nav>
      )}
    </div>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-card border border-warn/40 bg-warn-soft px-4 py-3 text-sm"
    >
      {children}
    </div>
  );
}
