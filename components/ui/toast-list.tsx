'use client';

import { useEffect } from 'react';
import { Toaster as Sonner } from 'sonner';
import { useTranslations } from 'use-intl/react';

/** The toasts that are up. */
export function ToastList({ onReady }: { onReady: () => () => void }) {
  const t = useTranslations('ui');
  // Runs after the list's own effects: from then on it shows what it is told.
  useEffect(onReady, [onReady]);
  return (
    <Sonner
      position="bottom-right"
      containerAriaLabel={t('notifications')}
      closeButton
      duration={5000}
      toastOptions={{ closeButtonAriaLabel: t('close') }}
      style={
        {
          '--normal-bg': 'var(--color-surface)',
          '--normal-text': 'var(--color-ink)',
          '--normal-border': 'var(--color-line)',
          '--border-radius': 'var(--radius-control)',
          fontFamily: 'var(--font-sans)',
        } as React.CSSProperties
      }
    />
  );
}
