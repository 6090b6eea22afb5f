import { NotFoundMessage } from '@/components/not-found-message';
import { type LandingPage, landingWords, type ViewOf } from './landing-page';

/** 404. */
export function notFoundPage({ locale }: ViewOf<'not-found'>): LandingPage {
  return {
    title: landingWords(locale)('notFound.documentTitle'),
    gate: 'closed',
    width: 'narrow',
    body: <NotFoundMessage locale={locale} />,
  };
}
