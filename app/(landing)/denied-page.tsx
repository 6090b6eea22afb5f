import { DetailList } from '@/components/detail-list';
import { ActionLink, StatusMessage } from '@/components/status-message';
import { askLink, type LandingPage, landingWords, type ViewOf, visitDetails } from './landing-page';

/** 403: why, for which address, and whom to ask. */
export function deniedPage(view: ViewOf<'denied'>): LandingPage {
  const t = landingWords(view.locale);
  return {
    title: t('denied.documentTitle'),
    gate: 'closed',
    width: 'narrow',
    body: (
      <>
        <StatusMessage title={t(`reason.${view.reason}`)}>
          <p>{t.rich('denied.next', askLink(view))}</p>
        </StatusMessage>
        <div className="mt-8">
          <DetailList
            details={[...visitDetails(view), { term: t('detail.reason'), value: view.reason, code: true }]}
          />
        </div>
        <p className="mt-6 flex flex-col gap-3 sm:flex-row">
          {view.reason === 'APP_NOT_GRANTED' && (
            <ActionLink href="/" primary>
              {t('denied.yourApps')}
            </ActionLink>
          )}
          <ActionLink href="/whoami">{t('action.whoami')}</ActionLink>
        </p>
      </>
    ),
  };
}
