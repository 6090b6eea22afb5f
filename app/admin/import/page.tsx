import { ImportForm, type ImportFormKind } from '@/components/import/import-form';
import { PageHeader } from '@/components/page-header';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { columnLabel, csvFields } from '@/lib/import/csv-columns';
import { LARGEST_UPLOAD } from '@/lib/import/import-state';
import type { Section } from '@/lib/rules-file/parse';

const required = new Set(['slug', 'name', 'port', 'email', 'range']);
const kinds: readonly ImportFormKind[] = ['ranges', 'users', 'apps', 'rules'];

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ImportPage({ searchParams }: Props) {
  const { by } = await requireRole('editor');
  const t = translator(by.locale, 'import');
  const { kind } = await searchParams;
  const columns = (section: Section) =>
    csvFields[section].map((field) => ({
      field,
      label: columnLabel(field, by.locale),
      required: required.has(field),
    }));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <ImportForm
        kind={kinds.find((known) => known === kind) ?? 'ranges'}
        columns={{ apps: columns('apps'), users: columns('users'), ranges: columns('ranges') }}
        mayPrune={mayAct(by.role, 'admin')}
        megabytes={LARGEST_UPLOAD / 1024 / 1024}
      />
    </>
  );
}
