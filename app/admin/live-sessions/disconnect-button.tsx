'use client';

import { useTranslations } from 'use-intl/react';
import { ActionButton } from '@/components/action-button';
import { disconnectLiveSession } from './actions';

export function DisconnectButton({ id, address, app }: { id: string; address: string; app: string }) {
  const t = useTranslations('guard.live');
  return (
    <ActionButton
      action={disconnectLiveSession}
      input={{ id }}
      size="sm"
      aria-label={t('disconnectLabel', { address, app })}
      confirm={{
        title: t('disconnectTitle'),
        body: t('disconnectBody', { address, app }),
        action: t('disconnect'),
        danger: true,
      }}
      doneMessage={t('disconnected')}
    >
      {t('disconnect')}
    </ActionButton>
  );
}
