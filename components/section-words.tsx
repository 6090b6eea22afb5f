'use client';

import { type ReactNode, useMemo } from 'react';
import { IntlProvider, useLocale, useMessages } from 'use-intl/react';

/** More words for the client components inside. `messages`: as JSON. */
export function SectionWords({ messages, children }: { messages: string; children: ReactNode }) {
  const outer = useMessages();
  const words = useMemo(() => ({ ...outer, ...JSON.parse(messages) }), [outer, messages]);
  return (
    <IntlProvider locale={useLocale()} messages={words}>
      {children}
    </IntlProvider>
  );
}
