import Link from 'next/link';
import type { ReactNode } from 'react';
import { Moment } from '@/components/moment';
import { Card } from '@/components/ui/card';
import { type Administrator, mayAct } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import type { UserRow } from '@/lib/users/user-list';
import { GrantedApps } from '../user-cells';

/** Everything that a user says. */
export function UserFacts({ user, createdAt, by }: { user: UserRow; createdAt: number; by: Administrator }) {
  const t = translator(by.locale, 'users');
  return (
    <Card title={t('facts.title')}>
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[10rem_1fr]">
        <Fact term={t('column.apps')}>
          {user.apps.length > 0 ? (
            <GrantedApps apps={user.apps} t={t} most={100} />
          ) : (
            <>
              <span className="text-muted">{t('facts.noApps')}</span>
              {mayAct(by.role, 'editor') && (
                <Link
                  href={`/admin/users/${user.id}/edit`}
                  prefetch={false}
                  className="ml-3 text-water hover:underline"
                >
                  {t('grant.button')}
                </Link>
              )}
            </>
          )}
        </Fact>
        <Fact term={t('column.landing')}>{t(`field.landing.${user.landing ?? 'default'}`)}</Fact>
        {user.department && <Fact term={t('column.department')}>{user.department}</Fact>}
        {user.note && <Fact term={t('column.note')}>{user.note}</Fact>}
        <Fact term={t('facts.created')}>
          <Moment at={createdAt} />
        </Fact>
        <Fact term={t('column.updated')}>
          <Moment at={user.updatedAt} />
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 max-sm:-mt-2">{children}</dd>
    </>
  );
}
