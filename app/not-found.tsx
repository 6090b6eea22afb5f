import type { Metadata } from 'next';
import { LandingFrame } from '@/components/landing-frame';
import { NotFoundMessage } from '@/components/not-found-message';
import { translator } from '@/lib/i18n';
import { requestLocale } from './request-locale';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${translator(await requestLocale(), 'landing')('notFound.documentTitle')} · Sluice` };
}

export default async function NotFound() {
  const locale = await requestLocale();
  return (
    <LandingFrame locale={locale} path="/" gate="closed" width="narrow">
      <NotFoundMessage locale={locale} />
    </LandingFrame>
  );
}
