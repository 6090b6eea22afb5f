import { PageHeader } from '@/components/page-header';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import type { SearchParams } from '@/lib/list-params';
import { parseRowId } from '@/lib/row-id';
import { findUser } from '@/lib/users/queries';
import type { UserRule } from '@/lib/users/schema';
import { listAppChoices } from '../../ip-ranges/app-choices';
import { UserForm } from '../user-form';

const empty: UserRule = {
  ...{ email: '', name: '', department: '', landing: null, enabled: true, note: '', apps: [] },
};

/** `?range=…&name=…&email=…` fills these in; `?copy=ID` everything but who it is. */
export default async function NewUserPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('editor');
  const t = translator(by.locale, 'users');
  const given = await searchParams;
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' ? value.slice(0, 300) : '';
  };
  const copyId = parseRowId(text('copy'));
  const copied = copyId === null ? null : await findUser(db, copyId);
  const values = {
    ...empty,
    ...copied?.rule,
    ...{ name: text('name'), email: text('email'), range: text('range'), rangeLabel: '' },
  };
  return (
    <>
      <PageHeader
        title={copied ? t('form.copyTitle', { name: copied.rule.name }) : t('form.newTitle')}
        back={{ href: '/admin/users', label: t('title') }}
      />
      <div className="max-w-3xl">
        <UserForm values={values} apps={await listAppChoices(db)} myAddress={by.address} />
      </div>
    </>
  );
}
