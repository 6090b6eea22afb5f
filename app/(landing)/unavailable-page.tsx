import { ActionLink, StatusMessage } from '@/components/status-message';
import { retryAfter } from '@/lib/landing/view';
import { AppList } from './app-list';
import { bdi, isolated, type LandingPage, landingWords, momentWords, type ViewOf } from './landing-page';
import { RetryBar } from './retry-bar';

/** 503: the app is theirs but does not answer, or is under maintenance; the page asks again by itself. */
export function unavailablePage(view: ViewOf<'unavailable'>): LandingPage {
  const t = landingWords(view.locale);
  const app = view.app.name;
  const { maintenance = null } = view;
  const words = maintenance ? 'maintenance' : 'unavailable';
  const seconds = retryAfter(view)!;
  return {
    title: t(`${words}.documentTitle`, { app: isolated(app) }),
    gate: 'waiting',
    width: 'narrow',
    body: (
      <>
        <StatusMessage title={t.rich(`${words}.title`, { app, name: bdi })}>
          {maintenance?.message && (
            <p className="mb-3 text-ink">
              <bdi>{maintenance.message}</bdi>
            </p>
          )}
          {maintenance?.until && (
            <p className="mb-3">
              {t.rich('maintenance.until', {
                when: momentWords(maintenance.until, view.locale),
                time: (chunks) => (
                  <time
                    dateTime={new Date(maintenance.until!).toISOString()}
                    className="font-medium text-ink"
                  >
                    {chunks}
                  </time>
                ),
              })}
            </p>
          )}
          <p>{t(`${words}.lead`, { seconds })}</p>
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
