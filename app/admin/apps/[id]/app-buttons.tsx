'use client';

import { CirclePause, CirclePlay, Construction, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ActionButton } from '@/components/action-button';
import { Button } from '@/components/ui/button';
import { enableApps, maintainApps } from '../actions';
import { MaintenanceDialog } from '../maintenance-dialog';
import { useDeleteApps } from '../use-delete-apps';

type AppButtonsProps = { id: number; name: string; enabled: boolean; maintenance: boolean };

/** Disables or enables an app, puts it under maintenance or in use again, and deletes it. */
export function AppButtons({ id, name, enabled, maintenance }: AppButtonsProps) {
  const t = useTranslations('apps');
  const router = useRouter();
  const { remove, pending } = useDeleteApps();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ActionButton
        action={enableApps}
        input={{ ids: [id], enabled: !enabled }}
        icon={enabled ? CirclePause : CirclePlay}
        doneMessage={t(enabled ? 'done.disabled' : 'done.enabled', { count: 1 })}
      >
        {t(enabled ? 'menu.disable' : 'menu.enable')}
      </ActionButton>
      {maintenance ? (
        <ActionButton
          action={maintainApps}
          input={{ ids: [id], maintenance: false }}
          icon={Construction}
          doneMessage={t('done.maintenanceEnded')}
        >
          {t('menu.endMaintenance')}
        </ActionButton>
      ) : (
        <Button icon={Construction} onClick={() => setAsking(true)}>
          {t('menu.beginMaintenance')}
        </Button>
      )}
      <MaintenanceDialog id={id} name={name} open={asking} onClose={() => setAsking(false)} />
      <Button
        variant="danger"
        icon={Trash2}
        pending={pending}
        onClick={() => void remove([id], name).then((gone) => gone && router.push('/admin/apps'))}
      >
        {t('menu.delete')}
      </Button>
    </>
  );
}
