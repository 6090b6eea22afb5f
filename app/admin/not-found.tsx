'use client';

import { SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  const t = useTranslations('ui.notFound');
  return (
    <>
      <title>{`${t('title')} · Sluice`}</title>
      <EmptyState
        heading="h1"
        icon={SearchX}
        title={t('title')}
        body={t('body')}
        action={<LinkButton href="/admin">{t('action')}</LinkButton>}
      />
    </>
  );
}
