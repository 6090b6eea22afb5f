import { type AppChip, AppChips } from '@/components/app-chips';
import type { Translator } from '@/lib/i18n';

const MOST_APPS = 3;

/** The words of `ranges`, on either side. */
export type RangeWords = Translator<'ranges'>;

export type ShownApp = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
};

type RangeAppsProps = {
  row: { ownApps: readonly ShownApp[]; ownerApps: readonly ShownApp[] };
  t: RangeWords;
  most?: number;
  inRow?: boolean;
};

/** Its own apps, and more quietly those that its owner brings. */
export function RangeApps({ row: { ownApps, ownerApps }, t, most = MOST_APPS, inRow }: RangeAppsProps) {
  const chip = ({ id, name, enabled }: ShownApp, title: string, isOwn: boolean): AppChip => {
    return { id, name: enabled ? name : t('disabledApp', { app: name }), title, isOwn };
  };
  const chips = [
    ...ownApps.map((app) => chip(app, app.slug, true)),
    ...ownerApps.map((app) => chip(app, t('ownersApp', { app: app.name }), false)),
  ];
  return <AppChips chips={chips} most={most} more={(count) => t('moreApps', { count })} inRow={inRow} />;
}
