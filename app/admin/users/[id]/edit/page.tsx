import { PageHeader } from '@/components/page-header';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { listAppChoices } from '../../../ip-ranges/app-choices';
import { UserForm } from '../../user-form';
import { requestedUser, type UserPageProps } from '../requested-user';

export default async function EditUserPage({ params }: UserPageProps) {
  const { by, db } = await requireRole('editor');
  const t = translator(by.locale, 'users');
  const { id, version, rule } = await requestedUser(db, params);
  return (
    <>
      <PageHeader
        title={t('form.editTitle', { name: rule.name })}
        back={{ href: `/admin/users/${id}`, label: rule.name }}
      />
      <div className="max-w-3xl">
        <UserForm
          values={rule}
          edited={{ id, version }}
          apps={await listAppChoices(db)}
          myAddress={by.address}
        />
      </div>
    </>
  );
}
