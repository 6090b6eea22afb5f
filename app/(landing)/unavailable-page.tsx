import { ActionLink, StatusMessage } from '@/components/status-message';
import { retryAfter } from '@/lib/landing/view';
import { AppList } from './app-list';
import { bdi, isolated, type LandingPage, landingWords, type ViewOf } from './landing-page';
import { RetryBar } from './retry-bar';

/** 503: the app is theirs but does not answer; the page asks again by itself. */
export function unavailablePage(view: ViewOf<'unavailable'>): LandingPage {
  const t = landingWords(view.locale);
  const app = view.app.name;
  const seconds = retryAfter(view)!;
  return {
    title: t('unavailable.documentTitle', { app: isolated(app) }),
    gate: 'waiting',
    width: 'narrow',
    body: (
      <>
        <StatusMessage title={t.rich('unavailable.title', { app, name: bdi })}>
          <p>{t('unavailable.lead', { seconds })}</p>
        </StatusMessage>
        <div className="mt-7 max-w-md">
          <RetryBar seconds={seconds} />
        </div>
        <p className="mt-7">
          <ActionLink href={view.path} primary>
            {t('action.retry')}
          </ActionLink>
        </p>
        {view.apps.length > 0 && (
          <section aria-labelledby="others" className="mt-12">
            <h2 id="others" className="mb-4 font-semibold text-xl">
              {t('unavailable.apps')}
            </h2>
            <AppList apps={view.apps} locale={view.locale} columns={2} heading="h3" />
          </section>
        )}
      </>
    ),
  };
}
