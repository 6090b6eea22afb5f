import Link from 'next/link';
import { Moment } from '@/components/moment';
import { Card } from '@/components/ui/card';
import type { Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import type { AppDown } from '@/lib/overview/apps-down';

/** The apps that are down, each with since when; nothing where all is well. */
export function AppsDown({ apps, by }: { apps: readonly AppDown[]; by: Reader }) {
  const t = translator(by.locale, 'overview');
  if (apps.length === 0) return null;
  return (
    <Card title={t('down.title', { count: apps.length })}>
      <ul className="-my-2 divide-y divide-line">
        {apps.map(({ id, name, since }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-4 py-2.5">
            <Link
              href={`/admin/apps/${id}`}
              prefetch={false}
              className="min-w-0 flex-1 basis-48 font-medium hover:underline"
            >
              {name}
            </Link>
            <span className="text-muted text-sm">
              {t.rich('down.since', { when: () => <Moment key="when" at={since} relative /> })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
