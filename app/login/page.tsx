import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { commandText } from '@/components/command-text';
import { currentAdministrator } from '@/lib/auth/current-administrator';
import { env } from '@/lib/env';
import { translator } from '@/lib/i18n';
import { localeOf } from '@/lib/landing/request';
import type { SearchParams } from '@/lib/list-params';
import { ownPath } from '@/lib/own-path';
import { SignInForm } from './sign-in-form';

export default async function LoginPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { from, out } = await searchParams;
  const asked = ownPath(typeof from === 'string' ? from : null);
  const next = asked.startsWith('/admin') ? asked : '/admin';
  if (await currentAdministrator()) redirect(next);
  const t = translator(localeOf(await headers()), 'auth');
  // On a host of its own, the dashboard has the start page as well.
  const isAlone = env().adminHost !== undefined;
  return (
    <>
      <title>{`${t('signIn')} · Sluice`}</title>
      <h1 className="font-bold text-2xl tracking-tight">{t('signIn')}</h1>
      {!isAlone && (
        <p className="mt-2 text-muted leading-relaxed">
          {t('signInLead')}{' '}
          <a
            href="/"
            className="whitespace-nowrap font-medium text-water underline underline-offset-4 hover:text-water-strong"
          >
            {t('toApps')}
          </a>
        </p>
      )}
      <SignInForm next={next} signedOut={out !== undefined} />
      <p className="mt-6 border-line border-t pt-5 text-muted text-sm leading-relaxed">
        {t.rich('forgotten', { command: commandText })}
      </p>
    </>
  );
}
