import type { ReactNode } from 'react';
import type { Detail } from '@/components/detail-list';
import type { GateState } from '@/components/gate-scene';
import { type Locale, translator } from '@/lib/i18n';
import { contactHref, type LandingView } from '@/lib/landing/view';

/** What a page gives to the document. */
export type LandingPage = { title: string; gate: GateState; width: 'wide' | 'narrow'; body: ReactNode };

/** The view of one page. */
export type ViewOf<Page extends LandingView['page']> = Extract<LandingView, { page: Page }>;

// Made once: a translator keeps the messages that it has parsed.
const words = { en: translator('en', 'landing'), ko: translator('ko', 'landing') };

export const landingWords = (locale: Locale) => words[locale];

/** Keeps a name of either direction from turning the sentence round it. */
export const bdi = (chunks: ReactNode) => <bdi>{chunks}</bdi>;

/** The same where there is no markup: FSI … PDI (UAX 9, 2.4). */
export const isolated = (text: string) => `\u2068${text}\u2069`;

const style = { dateStyle: 'long', timeStyle: 'long' } as const;

const times: Record<Locale, Intl.DateTimeFormat> = {
  en: new Intl.DateTimeFormat('en', style),
  // CLDR writes «PM 9시»; Korean would say 오후, or count to 24.
  ko: new Intl.DateTimeFormat('ko', { ...style, hourCycle: 'h23' }),
};

const momentStyle = {
  ...{ year: 'numeric', month: 'long', day: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short', hourCycle: 'h23' },
} as const satisfies Intl.DateTimeFormatOptions;

const moments: Record<Locale, Intl.DateTimeFormat> = {
  en: new Intl.DateTimeFormat('en', momentStyle),
  ko: new Intl.DateTimeFormat('ko', momentStyle),
};

/** A moment to the minute, with the time zone: that of this server, for the browser has not told its own. */
export const momentWords = (at: number, locale: Locale) => moments[locale].format(at);

/** What a visitor reads out to whoever helps them: address, time, request id. */
export function visitDetails(view: LandingView): Detail[] {
  const t = landingWords(view.locale);
  return [
    addressDetail(view),
    {
      term: t('detail.time'),
      value: <time dateTime={new Date(view.at).toISOString()}>{times[view.locale].format(view.at)}</time>,
    },
    { term: t('detail.requestId'), value: view.requestId, code: true },
  ];
}

export function addressDetail(view: LandingView): Detail {
  const t = landingWords(view.locale);
  return view.address === null
    ? { term: t('detail.address'), value: t('detail.unknownAddress') }
    : { term: t('detail.address'), value: view.address, code: true };
}

/** Whom to ask, as a link where the contact is one. */
export function askLink(view: LandingView) {
  const t = landingWords(view.locale);
  const subject = t('denied.mailSubject', { address: view.address ?? '?', requestId: view.requestId });
  const href = contactHref(view.contact, subject);
  return {
    contact: view.contact || t('denied.person'),
    ask: (chunks: ReactNode) =>
      href ? (
        <a
          href={href}
          className="inline-block max-w-full font-medium text-water underline underline-offset-4"
        >
          <bdi>{chunks}</bdi>
        </a>
      ) : (
        <strong className="font-medium text-ink">
          <bdi>{chunks}</bdi>
        </strong>
      ),
  };
}
