import { type AppChip, AppChips } from '@/components/app-chips';
import { Badge } from '@/components/ui/badge';
import type { Translator } from '@/lib/i18n';
import type { GrantedApp } from '@/lib/users/user-list';

const MOST_APPS = 3;

/** The words of `users`, on either side. */
export type UserWords = Translator<'users'>;

/** The list of a user’s ranges. */
export const rangesHref = (email: string) => `/admin/ip-ranges?owner=${encodeURIComponent(email)}`;

export function UserStateBadge({ enabled, t }: { enabled: boolean; t: UserWords }) {
  return <Badge tone={enabled ? 'good' : 'neutral'}>{t(enabled ? 'state.enabled' : 'state.disabled')}</Badge>;
}

type GrantedAppsProps = { apps: readonly GrantedApp[]; t: UserWords; most?: number; inRow?: boolean };

/** Apps in their order. */
export function GrantedApps({ apps, t, most = MOST_APPS, inRow }: GrantedAppsProps) {
  const chips = apps.map(({ id, slug, name, enabled }): AppChip => {
    return { id, name: enabled ? name : t('disabledApp', { app: name }), title: slug, isOwn: enabled };
  });
  return <AppChips chips={chips} most={most} more={(count) => t('moreApps', { count })} inRow={inRow} />;
}
