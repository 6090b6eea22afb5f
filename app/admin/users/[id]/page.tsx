import { Copy, Pencil } from 'lucide-react';
import { ObjectHistory } from '@/components/history';
import { PageHeader } from '@/components/page-header';
import { RecentVisits } from '@/components/recent-visits';
import { Badge } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/button';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { currentRules } from '@/lib/ip-ranges/range-list';
import type { SearchParams } from '@/lib/list-params';
import { portal } from '@/lib/portal';
import { userAddresses } from '@/lib/users/user-addresses';
import { listUserRows } from '@/lib/users/user-list';
import { UserStateBadge } from '../user-cells';
import { requestedUser, type UserPageProps } from './requested-user';
import { UserAddressesCard } from './user-addresses';
import { UserButtons } from './user-buttons';
import { UserFacts } from './user-facts';
import { Welcome } from './welcome';

type Props = UserPageProps & { searchParams: Promise<SearchParams> };

export default async function UserPage({ params, searchParams }: Props) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'users');
  const { id, createdAt } = await requestedUser(db, params);
  const [row] = await listUserRows(db, [id]);
  const user = row!;
  const rules = await currentRules();
  const addresses = await userAddresses(db, id, { ...rules, down: portal().health.downApps() });
  const { name, email, enabled, role } = user;
  return (
    <>
      <PageHeader
        title={name}
        back={{ href: '/admin/users', label: t('title') }}
        description={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="text-ink">{email}</span>
            <UserStateBadge enabled={enabled} t={t} />
            {role && <Badge tone="water">{t(`role.${role}`)}</Badge>}
          </span>
        }
        actions={
          mayAct(by.role, 'editor') && (
            <>
              <LinkButton href={`/admin/users/new?copy=${id}`} icon={Copy}>
                {t('menu.duplicate')}
              </LinkButton>
              <UserButtons id={id} name={name} enabled={enabled} />
              <LinkButton href={`/admin/users/${id}/edit`} variant="primary" icon={Pencil}>
                {t('menu.edit')}
              </LinkButton>
            </>
          )
        }
      />
      {(await searchParams).new === '1' && (
        <Welcome name={name} addresses={addresses} hasApps={user.apps.length > 0} locale={by.locale} />
      )}
      <div className="grid gap-5 xl:grid-cols-2 xl:items-start">
        <div className="grid gap-5">
          <UserAddressesCard email={email} addresses={addresses} by={by} />
          <UserFacts user={user} createdAt={createdAt} by={by} />
        </div>
        <div className="grid gap-5">
          <RecentVisits db={db} by={by} where={{ userId: id }} />
          <ObjectHistory db={db} by={by} entity="User" id={id} />
        </div>
      </div>
    </>
  );
}
