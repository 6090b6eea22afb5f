import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { DashboardDocument } from '@/components/dashboard-document';
import { SignInFrame } from '@/components/sign-in-frame';
import { requireDashboard } from '@/lib/auth/require-dashboard';
import { localeOf } from '@/lib/landing/request';
import { THEME_COOKIE, themeFrom } from '@/lib/theme';
import { messages } from '@/messages/messages';

/** For those who are not signed in. */
export default async function LoginLayout({ children }: { children: ReactNode }) {
  await requireDashboard();
  const locale = localeOf(await headers());
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <DashboardDocument locale={locale} theme={theme}>
      <SignInFrame locale={locale} messages={{ auth: messages[locale].auth }}>
        {children}
      </SignInFrame>
    </DashboardDocument>
  );
}
