'use client';

import { CirclePause, CirclePlay, Copy, Ellipsis, Eye, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { useAction } from '@/components/use-action';
import { enableUsers } from './actions';
import { DeleteUsersDialog } from './delete-users-dialog';

type UserMenuProps = { id: number; name: string; enabled: boolean; mayEdit: boolean };

/** What can be done with one user of a list; opens at once. */
export function UserMenu({ id, name, enabled, mayEdit }: UserMenuProps) {
  const t = useTranslations('users');
  const router = useRouter();
  const { run, pending } = useAction();
  const [deleting, setDeleting] = useState(false);
  const toggle = async () => {
    const doneMessage = t(enabled ? 'done.disabled' : 'done.enabled', { count: 1 });
    const result = await run(enableUsers, { ids: [id], enabled: !enabled }, { doneMessage });
    if (result.status === 'done') router.refresh();
  };
  const edits = [
    { label: t('menu.edit'), icon: Pencil, href: `/admin/users/${id}/edit` },
    { label: t('menu.duplicate'), icon: Copy, href: `/admin/users/new?copy=${id}` },
    {
      label: t(enabled ? 'menu.disable' : 'menu.enable'),
      icon: enabled ? CirclePause : CirclePlay,
      onSelect: () => void toggle(),
    },
    { label: t('menu.delete'), icon: Trash2, danger: true, onSelect: () => setDeleting(true) },
  ];
  return (
    <>
      <Menu
        opensAtOnce
        trigger={
          <Button
            variant="quiet"
            size="icon"
            icon={Ellipsis}
            pending={pending}
            aria-label={t('menu.label', { name })}
          />
        }
        items={[{ label: t('menu.open'), icon: Eye, href: `/admin/users/${id}` }, ...(mayEdit ? edits : [])]}
      />
      {deleting && (
        <DeleteUsersDialog
          ids={[id]}
          name={name}
          onClose={(gone) => {
            setDeleting(false);
            if (gone) router.refresh();
          }}
        />
      )}
    </>
  );
}
