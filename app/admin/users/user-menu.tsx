'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ObjectMenu } from '@/components/data-table/object-menu';
import { useAction } from '@/components/use-action';
import { enableUsers } from './actions';
import { DeleteUsersDialog } from './delete-users-dialog';

type UserMenuProps = { id: number; name: string; enabled: boolean; mayEdit: boolean };

/** What can be done with one user of the list. */
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
  return (
    <>
      <ObjectMenu
        path="/admin/users"
        {...{ id, enabled, mayEdit, pending }}
        word={(word) => t(`menu.${word}`, { name })}
        onToggle={() => void toggle()}
        onDelete={() => setDeleting(true)}
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
