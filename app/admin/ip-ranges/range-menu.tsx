'use client';

import { CirclePause, CirclePlay, Copy, Ellipsis, Eye, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { useAction } from '@/components/use-action';
import { enableRanges } from './actions';
import { useDeleteRanges } from './use-delete-ranges';

type RangeMenuProps = { id: number; range: string; enabled: boolean; mayEdit: boolean };

/** What can be done with one range of a list; opens at once. */
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
  const edits = [
    { label: t('menu.edit'), icon: Pencil, href: `/admin/ip-ranges/${id}/edit` },
    { label: t('menu.duplicate'), icon: Copy, href: `/admin/ip-ranges/new?copy=${id}` },
    {
      label: t(enabled ? 'menu.disable' : 'menu.enable'),
      icon: enabled ? CirclePause : CirclePlay,
      onSelect: () => void toggle(),
    },
    {
      label: t('menu.delete'),
      icon: Trash2,
      danger: true,
      onSelect: () => void remove([id], range).then((gone) => gone && router.refresh()),
    },
  ];
  return (
    <Menu
      opensAtOnce
      trigger={
        <Button
          variant="quiet"
          size="icon"
          icon={Ellipsis}
          pending={pending || removing}
          aria-label={t('menu.label', { range })}
        />
      }
      items={[
        { label: t('menu.open'), icon: Eye, href: `/admin/ip-ranges/${id}` },
        ...(mayEdit ? edits : []),
      ]}
    />
  );
}
