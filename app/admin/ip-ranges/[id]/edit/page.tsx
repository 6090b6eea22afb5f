import { PageHeader } from '@/components/page-header';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { listAppChoices } from '../../app-choices';
import { RangeForm } from '../../range-form';
import { type RangePageProps, requestedRange } from '../requested-range';

export default async function EditRangePage({ params }: RangePageProps) {
  const { by, db } = await requireRole('editor');
  const t = translator(by.locale, 'ranges');
  const { id, version, rule } = await requestedRange(db, params);
  return (
    <>
      <PageHeader
        title={t('form.editTitle', { range: rule.range })}
        back={{ href: `/admin/ip-ranges/${id}`, label: rule.label || rule.range }}
      />
      <div className="max-w-3xl">
        <RangeForm
          values={rule}
          edited={{ id, version }}
          apps={await listAppChoices(db)}
          myAddress={by.address}
          locale={by.locale}
        />
      </div>
    </>
  );
}
