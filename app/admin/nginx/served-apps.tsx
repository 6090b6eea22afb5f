import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { type Locale, translator } from '@/lib/i18n';
import type { GuardedApp } from '@/lib/nginx/model';

type ServedAppsProps = {
  apps: readonly GuardedApp[];
  /** The ids of those that Nginx cannot serve. */
  leftOut: ReadonlySet<number>;
  isInForce: boolean;
  locale: Locale;
};

/** The guarded apps: at which port Nginx stands before which program. */
export function ServedApps({ apps, leftOut, isInForce, locale }: ServedAppsProps) {
  const t = translator(locale, 'nginx');
  if (apps.length === 0) return null;
  const state = ({ id }: GuardedApp) => (leftOut.has(id) ? 'notServed' : isInForce ? 'served' : 'open');
  const tones = { notServed: 'stop', served: 'good', open: 'neutral' } as const;
  return (
    <Card title={t('page.apps')} flush>
      <ul className="divide-y divide-line border-line border-t text-sm">
        {apps.map((app) => (
          <li key={app.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 sm:px-5">
            <Link
              href={`/admin/apps/${app.id}`}
              prefetch={false}
              className="min-w-40 flex-1 py-0.5 sm:flex-none font-medium hover:text-water hover:underline"
            >
              {app.slug}
            </Link>
            <span className="order-last flex w-full min-w-0 flex-wrap gap-x-2 font-mono sm:order-none sm:w-auto sm:flex-1">
              <span>{app.port} →</span>
              {app.upstreams.map((upstream) => (
                <span key={upstream} className="break-words">
                  {upstream}
                </span>
              ))}
            </span>
            <Badge tone={tones[state(app)]}>{t(`page.served.${state(app)}`)}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}
