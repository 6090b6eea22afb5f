import { CircleCheck, FlaskConical, TriangleAlert } from 'lucide-react';
import { LinkButton } from '@/components/ui/button';
import { type Locale, translator } from '@/lib/i18n';
import type { UserAddresses } from '@/lib/users/user-addresses';

/** What has come of adding a user: where their visitors land now, or what is missing yet. */
export function Welcome({
  name,
  addresses: { first },
  hasApps,
  locale,
}: {
  name: string;
  addresses: UserAddresses;
  hasApps: boolean;
  locale: Locale;
}) {
  const t = translator(locale, 'users');
  const own = first[0];
  const lands = own && (own.decision.outcome === 'redirect' || own.decision.outcome === 'choose');
  const sentence = () => {
    if (!own) return t('welcome.noAddress', { name });
    const { outcome, app } = own.decision;
    if (outcome === 'redirect') return t('welcome.lands', { range: own.range, app: app?.name ?? '' });
    if (outcome === 'choose') return t('welcome.chooses', { range: own.range });
    if (outcome === 'unavailable') return t('welcome.down', { range: own.range, app: app?.name ?? '' });
    return hasApps ? t('welcome.denied', { range: own.range }) : t('welcome.noApp', { range: own.range });
  };
  const Icon = lands ? CircleCheck : TriangleAlert;
  return (
    <div
      role="status"
      className={`mb-5 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-panel p-4 sm:px-5 ${lands ? 'bg-good-soft text-good' : 'bg-warn-soft text-warn'}`}
    >
      <Icon aria-hidden="true" className="size-6 shrink-0" />
      <p className="min-w-0 flex-1 basis-60 font-semibold">{sentence()}</p>
      {own && (
        <LinkButton href={`/admin/test?address=${encodeURIComponent(own.address)}`} icon={FlaskConical}>
          {t('welcome.test')}
        </LinkButton>
      )}
    </div>
  );
}
