'use client';

import { useTranslations } from 'use-intl/react';
import { useConfirm } from '@/components/ui/confirm';
import { useAction } from '@/components/use-action';
import type { AppReach } from '@/lib/apps/reach-counts';
import { deleteApps } from './actions';

/** Deletes apps once the administrator has been told who loses them; true when they are gone. */
export function useDeleteApps(): {
  remove: (ids: readonly number[], name: string) => Promise<boolean>;
  pending: boolean;
} {
  const t = useTranslations('apps');
  const ask = useConfirm();
  const { run, pending } = useAction();
  const remove = async (ids: readonly number[], name: string) => {
    const count = ids.length;
    const impact = await impactOf(ids);
    const yes = await ask({
      title: t('delete.title', { count, name }),
      body: impact ? t('delete.impact', { ...impact }) : t('delete.unknownImpact'),
      action: t('menu.delete'),
      danger: true,
    });
    if (!yes) return false;
    const result = await run(deleteApps, { ids }, { doneMessage: t('done.deleted', { count }) });
    return result.status === 'done';
  };
  return { remove, pending };
}

/** Null where the server does not answer: without it the question is still a question. */
async function impactOf(ids: readonly number[]): Promise<AppReach | null> {
  const answer = await fetch(`/admin/apps/impact?ids=${ids.join(',')}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}
