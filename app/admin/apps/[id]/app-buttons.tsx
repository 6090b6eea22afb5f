'use client';

import { CirclePause, CirclePlay, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { ActionButton } from '@/components/action-button';
import { Button } from '@/components/ui/button';
import { enableApps } from '../actions';
import { useDeleteApps } from '../use-delete-apps';

/** Disables or enables an app, and deletes it. */
export function AppButtons({ id, name, enabled }: { id: number; name: string; enabled: boolean }) {
  const t = useTranslations('apps');
  const router = useRouter();
  const { remove, pending } = useDeleteApps();
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
