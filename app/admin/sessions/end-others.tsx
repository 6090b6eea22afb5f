'use client';

import { LogOut } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { ActionButton } from '@/components/action-button';
import { endSessions } from './actions';

export function EndOthers() {
  const t = useTranslations('auth.sessions');
  return (
    <ActionButton
      action={endSessions}
      input={{ others: true }}
      variant="danger"
      icon={LogOut}
      confirm={{
        title: t('endOthersTitle'),
        body: t('endOthersBody'),
        action: t('endOthers'),
        danger: true,
      }}
      doneMessage={t('endedOthers')}
    >
      {t('endOthers')}
    </ActionButton>
  );
}
