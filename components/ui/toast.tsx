'use client';

import { Toaster as Sonner } from 'sonner';
import { useTranslations } from 'use-intl/react';

export { toast } from 'sonner';

/** Where the toasts come up. */
export function Toaster() {
  const t = useTranslations('ui');
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
