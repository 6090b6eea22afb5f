'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { type Question, useConfirm } from '@/components/ui/confirm';
import { type AdminAction, useAction } from './use-action';

type ActionButtonProps = Pick<
  ButtonProps,
  'variant' | 'size' | 'icon' | 'children' | 'className' | 'disabled'
> & {
  action: AdminAction;
  input: unknown;
  /** Asked first. */
  confirm?: Question;
  doneMessage: string;
  /** Where it leads when done: the same page as it is now, or another one. */
  then?: 'refresh' | (string & {});
  'aria-label'?: string;
};

/** A button that does one thing on the server. */
export function ActionButton({
  action,
  input,
  confirm,
  doneMessage,
  then = 'refresh',
  ...look
}: ActionButtonProps) {
  const { run, pending } = useAction();
  const ask = useConfirm();
  const router = useRouter();
  const click = async () => {
    if (confirm && !(await ask(confirm))) return;
    // Both in one transition: the page of what was just deleted is not shown on the way to the next one.
    startTransition(async () => {
      const result = await run(action, input, { doneMessage });
      if (result.status !== 'done') return;
      startTransition(() => (then === 'refresh' ? router.refresh() : router.push(then)));
    });
  };
  return <Button {...look} pending={pending} onClick={click} />;
}
