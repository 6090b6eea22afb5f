'use client';

import { useLocale, useTranslations } from 'use-intl/react';
import { ChoiceBar } from './choice-bar';

/** The language of the dashboard; comes back to the same page. */
export function LanguageChoice() {
  const t = useTranslations('ui.language');
  const locale = useLocale();
  return (
    <ChoiceBar
      label={t('label')}
      value={locale}
      onChange={(next) => {
        const here = location.pathname + location.search;
        // A whole page: the words of every part of it are others.
        location.assign(`/language/${next}?from=${encodeURIComponent(here)}`);
      }}
      options={[
        { value: 'en', label: 'English', lang: 'en' },
        { value: 'ko', label: '한국어', lang: 'ko' },
      ]}
    />
  );
}
