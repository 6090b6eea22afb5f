import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppFrame } from '@/components/app-frame';
import { DashboardDocument } from '@/components/dashboard-document';
import { DashboardProviders } from '@/components/dashboard-providers';
import { PublishingNotice } from '@/components/publishing-notice';
import { TimeZoneCookie } from '@/components/time-zone-cookie';
import { NONCE_HEADER } from '@/lib/admin-gate';
import { requireRole } from '@/lib/auth/require-role';
import { THEME_COOKIE, themeFrom } from '@/lib/theme';
import { dashboardMessages } from '@/messages/dashboard-messages';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { by } = await requireRole('viewer');
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <DashboardDocument locale={by.locale} theme={theme}>
      <DashboardProviders
        locale={by.locale}
        messages={dashboardMessages(by.locale)}
        timeZone={by.timeZone}
        now={Date.now()}
      >
        <TimeZoneCookie timeZone={by.timeZone} />
        <AppFrame by={by} theme={theme} nonce={nonce}>
          <PublishingNotice by={by} />
          {children}
        </AppFrame>
      </DashboardProviders>
    </DashboardDocument>
  );
}
