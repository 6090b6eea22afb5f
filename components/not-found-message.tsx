import { type Locale, translator } from '@/lib/i18n';
import { ActionLink, StatusMessage } from './status-message';

/** There is no such page; the same words wherever that is found out. */
export function NotFoundMessage({ locale }: { locale: Locale }) {
  const t = translator(locale, 'landing');
  return (
    <>
      <StatusMessage title={t('notFound.title')}>
        <p>{t('notFound.lead')}</p>
      </StatusMessage>
      <p className="mt-7">
        <ActionLink href="/" primary>
          {t('action.home')}
        </ActionLink>
      </p>
    </>
  );
}
