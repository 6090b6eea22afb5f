import { ActionLink, StatusMessage } from '@/components/status-message';
import { retryAfter } from '@/lib/landing/view';
import { type LandingPage, landingWords, type ViewOf } from './landing-page';
import { RetryBar } from './retry-bar';

/** 503: the rules are still being loaded. */
export function startingPage(view: ViewOf<'starting'>): LandingPage {
  const t = landingWords(view.locale);
  const seconds = retryAfter(view)!;
  return {
    title: t('starting.documentTitle'),
    gate: 'waiting',
    width: 'narrow',
    body: (
      <>
        <StatusMessage title={t('starting.title')}>
          <p>{t('starting.lead', { seconds })}</p>
        </StatusMessage>
        <div className="mt-7 max-w-md">
          <RetryBar seconds={seconds} />
        </div>
        <p className="mt-7">
          <ActionLink href={view.path} primary>
            {t('action.retry')}
          </ActionLink>
        </p>
      </>
    ),
  };
}
