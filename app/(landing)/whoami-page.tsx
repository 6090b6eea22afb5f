import { DetailList } from '@/components/detail-list';
import { AppList } from './app-list';
import { addressDetail, type LandingPage, landingWords, type ViewOf } from './landing-page';

/** 200: what the portal sees of a visitor, and what follows from it. */
export function whoamiPage(view: ViewOf<'whoami'>): LandingPage {
  const t = landingWords(view.locale);
  const rule =
    view.rangeText === null ? (
      t('whoami.noRule')
    ) : (
      <>
        <bdi>{view.rangeLabel || t('whoami.unnamedRule')}</bdi>{' '}
        <span className="whitespace-nowrap font-mono font-normal text-[0.95em] text-muted">
          {view.rangeText}
        </span>
      </>
    );
  return {
    title: t('whoami.documentTitle'),
    gate: view.apps.length > 0 ? 'open' : 'closed',
    width: 'narrow',
    body: (
      <>
        <h1 className="font-bold text-[clamp(1.7rem,1.2rem+2.4vw,2.6rem)] leading-[1.18] tracking-tight">
          {t('whoami.title')}
        </h1>
        <p className="mt-3 mb-8 text-lg text-muted leading-relaxed">{t('whoami.lead')}</p>
        <DetailList
          details={[
            addressDetail(view),
            { term: t('whoami.rule'), value: rule },
            { term: t('whoami.person'), value: <bdi>{view.userName || t('whoami.nobody')}</bdi> },
            {
              term: t('whoami.decision'),
              value: (
                <>
                  {t(`reason.${view.reason}`)}{' '}
                  <code className="select-all font-mono font-normal text-[0.9em] text-muted">
                    {view.reason}
                  </code>
                </>
              ),
            },
            { term: t('detail.requestId'), value: view.requestId, code: true },
          ]}
        />
        <section aria-labelledby="apps" className="mt-12">
          <h2 id="apps" className="mb-4 font-semibold text-xl">
            {t('whoami.apps')}
          </h2>
          {view.apps.length > 0 ? (
            <AppList apps={view.apps} locale={view.locale} columns={2} heading="h3" />
          ) : (
            <p className="text-muted">{t('whoami.noApps')}</p>
          )}
        </section>
      </>
    ),
  };
}
