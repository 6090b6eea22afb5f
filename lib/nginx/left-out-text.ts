import { type Locale, translator } from '@/lib/i18n';
import type { LeftOut } from './wanted-config';

/** Why an app is not served, and what to do, in one sentence. */
export function leftOutText(app: LeftOut, locale: Locale): string {
  const t = translator(locale, 'nginx');
  const { slug } = app;
  const port = String(app.port);
  switch (app.reason) {
    case 'taken': {
      const { pid = '', command = '' } = app.owner ?? {};
      return t('leftOut.taken', {
        slug,
        port,
        owner: pid === '' ? 'none' : 'known',
        pid: String(pid),
        command,
      });
    }
    case 'privilege':
      return t('leftOut.privilege', { slug, port });
    case 'reserved':
      return t('leftOut.reserved', { slug, port, variable: app.variable });
    case 'duplicate':
      return t('leftOut.duplicate', { slug, port, other: app.other });
    default:
      return t(`leftOut.${app.reason}`, { slug, port, place: app.place });
  }
}
