import { AppList } from './app-list';
import { bdi, type LandingPage, landingWords, type ViewOf } from './landing-page';

/** 200: several apps, and the visitor picks one. */
export function choosePage(view: ViewOf<'choose'>): LandingPage {
  const t = landingWords(view.locale);
  return {
    title: t('choose.apps'),
    gate: 'open',
    width: 'wide',
    body: (
      <>
        {view.userName && (
          <p className="mb-2 font-semibold text-water">
            {t.rich('choose.greeting', { user: view.userName, name: bdi })}
          </p>
        )}
        <h1 className="font-bold text-[clamp(1.7rem,1.2rem+2.4vw,2.6rem)] leading-[1.18] tracking-tight">
          {t('choose.title')}
        </h1>
        <p className="mt-3 mb-8 text-lg text-muted sm:mb-10">
          {t('choose.lead', { count: view.apps.length })}
        </p>
        <AppList apps={view.apps} locale={view.locale} columns={3} heading="h2" />
      </>
    ),
  };
}
