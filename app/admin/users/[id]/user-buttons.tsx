'use client';

import { CirclePause, CirclePlay, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ActionButton } from '@/components/action-button';
import { Button } from '@/components/ui/button';
import { enableUsers } from '../actions';
import { DeleteUsersDialog } from '../delete-users-dialog';

/** Disables or enables a user, and deletes them. */
export function UserButtons({ id, name, enabled }: { id: number; name: string; enabled: boolean }) {
  const t = useTranslations('users');
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <ActionButton
        action={enableUsers}
        input={{ ids: [id], enabled: !enabled }}
        icon={enabled ? CirclePause : CirclePlay}
        doneMessage={t(enabled ? 'done.disabled' : 'done.enabled', { count: 1 })}
      >
        {t(enabled ? 'menu.disable' : 'menu.enable')}
      </ActionButton>
      <Button variant="danger" icon={Trash2} onClick={() => setDeleting(true)}>
        {t('menu.delete')}
      </Button>
      {deleting && (
        <DeleteUsersDialog
          ids={[id]}
          name={name}
          onClose={(gone) => {
            setDeleting(false);
            if (gone) router.push('/admin/users');
          }}
        />
      )}
    </>
  );
}
