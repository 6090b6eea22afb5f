import { Badge } from '@/components/ui/badge';
import type { Translator } from '@/lib/i18n';

/** The words of `apps`, on either side. */
export type AppWords = Translator<'apps'>;

/** Whether an app can be used at the moment. */
export function AppStatusBadge({
  enabled,
  maintenance,
  down,
  t,
}: {
  enabled: boolean;
  maintenance: boolean;
  down: boolean;
  t: AppWords;
}) {
  if (!enabled) return <Badge tone="neutral">{t('status.disabled')}</Badge>;
  if (maintenance) return <Badge tone="warn">{t('status.maintenance')}</Badge>;
  return <Badge tone={down ? 'stop' : 'good'}>{t(down ? 'status.down' : 'status.up')}</Badge>;
}
