'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { ObjectMenu } from '@/components/data-table/object-menu';
import { useAction } from '@/components/use-action';
import { enableRanges } from './actions';
import { useDeleteRanges } from './use-delete-ranges';

type RangeMenuProps = { id: number; range: string; enabled: boolean; mayEdit: boolean };

/** What can be done with one range of the list. */
export function RangeMenu({ id, range, enabled, mayEdit }: RangeMenuProps) {
  const t = useTranslations('ranges');
  const router = useRouter();
  const { run, pending } = useAction();
  const { remove, pending: removing } = useDeleteRanges();
  const toggle = async () => {
    const doneMessage = t(enabled ? 'done.disabled' : 'done.enabled', { count: 1 });
    const result = await run(enableRanges, { ids: [id], enabled: !enabled }, { doneMessage });
    if (result.status === 'done') router.refresh();
  };
  return (
    <ObjectMenu
      path="/admin/ip-ranges"
      {...{ id, enabled, mayEdit, pending: pending || removing }}
      word={(word) => t(`menu.${word}`, { range })}
      onToggle={() => void toggle()}
      onDelete={() => void remove([id], range).then((gone) => gone && router.refresh())}
    />
  );
}
