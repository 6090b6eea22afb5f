'use client';

import './style-nonce';
import { type ReactNode, useMemo } from 'react';
import { IntlProvider } from 'use-intl/react';
import type { Locale } from '@/lib/i18n';
import { ConfirmProvider } from './ui/confirm';
import { Toaster } from './ui/toast';

export type DashboardProvidersProps = {
  locale: Locale;
  /** The words that are shared, as JSON; see dashboardMessages. */
  messages: string;
  timeZone: string;
  /** The server's clock, ms since 1970: what is rendered there and here says the same «3 minutes ago». */
  now: number;
  children: ReactNode;
};

/** What the dashboard's client components lean on: words, time zone, questions, toasts. */
export function DashboardProviders({ locale, messages, timeZone, now, children }: DashboardProvidersProps) {
  const words = useMemo(() => JSON.parse(messages), [messages]);
  return (
    <IntlProvider locale={locale} messages={words} timeZone={timeZone} now={new Date(now)}>
      <ConfirmProvider>
        {children}
        <Toaster />
      </ConfirmProvider>
    </IntlProvider>
  );
}
