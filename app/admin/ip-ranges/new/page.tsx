import { PageHeader } from '@/components/page-header';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { findRange } from '@/lib/ip-ranges/queries';
import type { RangeRule } from '@/lib/ip-ranges/schema';
import type { SearchParams } from '@/lib/list-params';
import { parseRowId } from '@/lib/row-id';
import { listAppChoices } from '../app-choices';
import { RangeForm } from '../range-form';

const empty: RangeRule = {
  ...{ range: '', label: '', effect: 'allow', landing: null, enabled: true },
  ...{ validFrom: null, validUntil: null, note: '', user: null, apps: [] },
};

/** `?range=…&label=…&user=…` fills these in; `?copy=ID` everything but the range, which there is only one of. */
export default async function NewRangePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('editor');
  const t = translator(by.locale, 'ranges');
  const given = await searchParams;
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' ? value.slice(0, 300) : undefined;
  };
  const copyId = parseRowId(text('copy'));
  const copied = copyId && (await findRange(db, copyId));
  const values = {
    ...empty,
    ...(copied && { ...copied.rule, range: '' }),
    ...(text('range') && { range: text('range') }),
    ...(text('label') && { label: text('label') }),
    ...(text('user') && { user: text('user') }),
  } as RangeRule;
  return (
    <>
      <PageHeader
        title={t(copied ? 'form.copyTitle' : 'form.newTitle', { range: copied ? copied.rule.range : '' })}
        back={{ href: '/admin/ip-ranges', label: t('title') }}
      />
      <div className="max-w-3xl">
        <RangeForm
          values={values}
          apps={await listAppChoices(db)}
          myAddress={by.address}
          locale={by.locale}
        />
      </div>
    </>
  );
}
