import { DetailList } from '@/components/detail-list';
import { ActionLink, StatusMessage } from '@/components/status-message';
import { askLink, type LandingPage, landingWords, type ViewOf, visitDetails } from './landing-page';

/** 503: the visit could not be recorded, so nothing was opened. */
export function notRecordedPage(view: ViewOf<'not-recorded'>): LandingPage {
  const t = landingWords(view.locale);
  return {
    title: t('notRecorded.documentTitle'),
    gate: 'stopped',
    width: 'narrow',
    body: (
      <>
        <StatusMessage title={t('notRecorded.title')}>
          <p>{t.rich('notRecorded.lead', askLink(view))}</p>
        </StatusMessage>
        <p className="mt-7 mb-8">
          <ActionLink href={view.path} primary>
            {t('action.retry')}
          </ActionLink>
        </p>
        <DetailList details={visitDetails(view)} />
        <p className="mt-6 text-muted">{t('notRecorded.operator')}</p>
      </>
    ),
  };
}
