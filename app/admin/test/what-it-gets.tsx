import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import type { ExplainedAddress } from '@/lib/ip-ranges/explain-address';
import { targetOf } from '@/lib/landing/target';
import { maintenanceAt } from '@/lib/routing/maintenance';

type WhatItGetsProps = {
  explained: ExplainedAddress;
  by: Administrator;
  /** The host that this page came by: the one a visitor would, too. */
  host: string;
  isTlsOn: boolean;
  down: ReadonlySet<number>;
};

/** Whose the address is, its apps in order, and where it would be sent. */
export function WhatItGets({ explained: { decision, at }, by, host, isTlsOn, down }: WhatItGetsProps) {
  const t = translator(by.locale, 'tester');
  const { user, apps, app, range } = decision;
  if (!range) return null;
  const link = 'font-medium text-water hover:underline';
  return (
    <Card title={t('gets.title')}>
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[8rem_1fr]">
        <dt className="text-muted">{t('gets.user')}</dt>
        <dd className="max-sm:-mt-2">
          {user ? (
            <span className="flex flex-wrap items-center gap-2">
              <Link href={`/admin/users/${user.id}`} prefetch={false} className={link}>
                {user.name}
              </Link>
              <span className="text-muted">{user.email}</span>
              {!user.enabled && <Badge tone="stop">{t('gets.disabled')}</Badge>}
            </span>
          ) : (
            <span className="text-muted">{t('gets.nobody')}</span>
          )}
        </dd>
        <dt className="text-muted">{t('gets.apps')}</dt>
        <dd className="max-sm:-mt-2">
          {apps.length === 0 ? (
            <span className="text-muted">{t('gets.noApps')}</span>
          ) : (
            <ol className="grid list-inside list-decimal gap-1">
              {apps.map((each) => (
                <li key={each.id}>
                  <Link href={`/admin/apps/${each.id}`} prefetch={false} className={link}>
                    {each.name}
                  </Link>
                  {(maintenanceAt(each, at) || down.has(each.id)) && (
                    <span className="ml-2">
                      <Badge tone="warn">
                        {t(maintenanceAt(each, at) ? 'gets.maintenance' : 'gets.down')}
                      </Badge>
                    </span>
                  )}
                </li>
              ))}
            </ol>
          )}
        </dd>
        {app && (
          <>
            <dt className="text-muted">{t('gets.target')}</dt>
            <dd className="min-w-0 break-all font-mono max-sm:-mt-2">{targetOf(app, host, isTlsOn)}</dd>
          </>
        )}
      </dl>
    </Card>
  );
}
