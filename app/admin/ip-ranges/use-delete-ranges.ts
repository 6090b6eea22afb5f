'use client';

import { useTranslations } from 'use-intl/react';
import { useConfirm } from '@/components/ui/confirm';
import { useAction } from '@/components/use-action';
import { deleteRanges } from './actions';

/** Deletes ranges once the administrator has been told what goes with them; true when they are gone. */
export function useDeleteRanges(): {
  remove: (ids: readonly number[], range: string) => Promise<boolean>;
  pending: boolean;
} {
  const t = useTranslations('ranges');
  const ask = useConfirm();
  const { run, pending } = useAction();
  const remove = async (ids: readonly number[], range: string) => {
    const count = ids.length;
    const yes = await ask({
      title: t('delete.title', { count, range }),
      body: await impactOf(ids),
      action: t('menu.delete'),
      danger: true,
    });
    if (!yes) return false;
    const result = await run(deleteRanges, { ids }, { doneMessage: t('done.deleted', { count }) });
    return result.status === 'done';
  };
  return { remove, pending };
}

/** What goes with them, in sentences. */
async function impactOf(ids: readonly number[]): Promise<string> {
  const answer = await fetch(`/admin/ip-ranges/impact?ids=${ids.join(',')}`).catch(() => null);
  // Without it the question is still a question.
  return answer?.ok ? ((await answer.json()) as { text: string }).text : '';
}
