'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '@/components/ui/confirm';
import { toast } from '@/components/ui/toast';
import type { ActionResult } from '@/lib/action-result';
import type { ActionInput } from '@/lib/admin-action';

export type AdminAction = (given: ActionInput) => Promise<ActionResult>;

type RunOptions = {
  doneMessage?: string;
};

/** Runs actions that have no form: the server's question is asked, and what came of it is said in a toast. */
export function useAction(): {
  run: (action: AdminAction, input: unknown, options?: RunOptions) => Promise<ActionResult>;
  pending: boolean;
} {
  const t = useTranslations('form');
  const ask = useConfirm();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const running = useRef(0);

  /** The network or the server is away: as good a reason as any other for nothing to have been changed. */
  const attempt = useCallback(
    (action: AdminAction, given: ActionInput): Promise<ActionResult> =>
      action(given).catch(() => ({ status: 'refused', message: t('unreachable') })),
    [t],
  );

  const run = useCallback(
    async (action: AdminAction, input: unknown, { doneMessage }: RunOptions = {}) => {
      running.current += 1;
      setPending(true);
      try {
        let result = await attempt(action, { input });
        if (result.status === 'confirm') {
          const yes = await ask({ title: t('confirmTitle'), body: result.message, action: t('goOn') });
          if (!yes) return result;
          result = await attempt(action, { input, confirmed: true });
        }
        if (result.status === 'done') {
          if (result.changes === 0) toast.info(t('nothingChanged'));
          else if (doneMessage) toast.success(doneMessage);
        } else if (result.status === 'conflict') {
          toast.error(t('changedMeanwhile'));
          router.refresh();
        } else {
          toast.error(messageOf(result));
        }
        return result;
      } finally {
        running.current -= 1;
        setPending(running.current > 0);
      }
    },
    [ask, attempt, router, t],
  );
  return { run, pending };
}

function messageOf(result: ActionResult): string {
  if (result.status === 'invalid') return result.problems.map(({ message }) => message).join(' ');
  return 'message' in result ? result.message : '';
}
