import { PageHeader } from '@/components/page-header';
import { listPeople } from '@/lib/auth/queries';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { AddPerson } from './add-person';
import { LinkDialogProvider } from './link-dialog';
import { PeopleTable } from './people-table';

export default async function PeoplePage() {
  const { by, db } = await requireRole('admin');
  const t = translator(by.locale, 'people');
  return (
    <LinkDialogProvider>
      <PageHeader title={t('title')} description={t('lead')} actions={<AddPerson />} />
      <PeopleTable people={await listPeople(db)} ownId={by.userId} />
    </LinkDialogProvider>
  );
}
