import { headers } from 'next/headers';
import { commandText } from '@/components/command-text';
import { LinkButton } from '@/components/ui/button';
import { requireDashboard } from '@/lib/auth/require-dashboard';
import { openLink } from '@/lib/auth/set-password-by-link';
import { translator } from '@/lib/i18n';
import { localeOf } from '@/lib/landing/request';
import type { SearchParams } from '@/lib/list-params';
import { LinkForm } from './link-form';

/** Looking at a link does not use it up: programs that look into mails do that. */
export default async function LinkPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireDashboard();
  const { token } = await searchParams;
  const link = typeof token === 'string' ? await openLink(token) : null;
  const t = translator(localeOf(await headers()), 'auth');
  const title = t(!link ? 'link.badTitle' : link.kind === 'firstAdmin' ? 'link.firstTitle' : 'link.title');
  return (
    <>
      <title>{`${title} · Sluice`}</title>
      <meta name="referrer" content="no-referrer" />
      <h1 className="font-bold text-2xl tracking-tight">{title}</h1>
      <p className="mt-2 text-muted leading-relaxed">
        {link?.kind === 'password' && t('link.lead', { name: link.name, email: link.email })}
        {link?.kind === 'firstAdmin' && t('link.firstLead')}
        {!link && t.rich('link.badLead', { command: commandText })}
      </p>
      {link ? (
        <LinkForm
          token={String(token)}
          person={link.kind === 'password' ? { email: link.email, name: link.name } : null}
        />
      ) : (
        <LinkButton href="/login" variant="primary" className="mt-6">
          {t('link.toSignIn')}
        </LinkButton>
      )}
    </>
  );
}
