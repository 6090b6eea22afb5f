'use client';

import { CirclePause, CirclePlay, LayoutGrid, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSelection } from '@/components/data-table/selection';
import { GrantAppsDialog, type GrantableApp } from '@/components/grant-apps-dialog';
import { Button } from '@/components/ui/button';
import { useAction } from '@/components/use-action';
import { enableUsers, grantAppsToUsers } from './actions';
import { DeleteUsersDialog } from './delete-users-dialog';

/** What can be done with the users chosen in a list. */
export function UserBulkActions({ apps }: { apps: readonly GrantableApp[] }) {
  const t = useTranslations('users');
  const router = useRouter();
  const { ids, labels, clear } = useSelection();
  const { run, pending } = useAction();
  const [dialog, setDialog] = useState<'grant' | 'delete' | null>(null);
  const close = (done: boolean) => {
    setDialog(null);
    if (!done) return;
    clear();
    router.refresh();
  };
  const enable = async (enabled: boolean) => {
    const doneMessage = t(enabled ? 'done.enabled' : 'done.disabled', { count: ids.length });
    const result = await run(enableUsers, { ids, enabled }, { doneMessage });
    close(result.status === 'done');
  };
  return (
    <>
      <Button size="sm" icon={CirclePlay} pending={pending} onClick={() => enable(true)}>
        {t('menu.enable')}
      </Button>
      <Button size="sm" icon={CirclePause} pending={pending} onClick={() => enable(false)}>
        {t('menu.disable')}
      </Button>
      <Button size="sm" icon={LayoutGrid} onClick={() => setDialog('grant')}>
        {t('grant.button')}
      </Button>
      <Button size="sm" variant="danger" icon={Trash2} onClick={() => setDialog('delete')}>
        {t('menu.delete')}
      </Button>
      {dialog === 'grant' && (
        <GrantAppsDialog to="users" action={grantAppsToUsers} ids={ids} apps={apps} onClose={close} />
      )}
      {dialog === 'delete' && <DeleteUsersDialog ids={ids} name={labels[0] ?? ''} onClose={close} />}
    </>
  );
}
