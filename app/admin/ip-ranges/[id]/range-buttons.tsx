'use client';

import { CirclePause, CirclePlay, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { ActionButton } from '@/components/action-button';
import { Button } from '@/components/ui/button';
import { enableRanges } from '../actions';
import { useDeleteRanges } from '../use-delete-ranges';

/** Disables or enables a range, and deletes it. */
export function RangeButtons({ id, range, enabled }: { id: number; range: string; enabled: boolean }) {
  const t = useTranslations('ranges');
  const router = useRouter();
  const { remove, pending } = useDeleteRanges();
  return (
    <>
      <ActionButton
        action={enableRanges}
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
        onClick={() => void remove([id], range).then((gone) => gone && router.push('/admin/ip-ranges'))}
      >
        {t('menu.delete')}
      </Button>
    </>
  );
}
