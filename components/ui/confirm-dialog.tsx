'use client';

import * as Radix from 'radix-ui/alert-dialog';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from './button';
import type { Question } from './confirm';

type ConfirmDialogProps = { question: Question | null; open: boolean; onAnswer: (yes: boolean) => void };

/** The window in which `useConfirm` asks. */
export function ConfirmDialog({ question, open, onAnswer }: ConfirmDialogProps) {
  const t = useTranslations('ui');
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onAnswer(false)}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim data-[state=open]:animate-fade-in" />
        <Radix.Content className="fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-panel border border-line bg-surface p-5 shadow-raised data-[state=open]:animate-rise-in sm:inset-x-4 sm:top-[20vh] sm:bottom-auto sm:mx-auto sm:max-w-md sm:rounded-panel sm:p-6">
          <Radix.Title className="font-semibold text-lg leading-snug">{question?.title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 text-muted text-sm leading-relaxed">{question?.body}</div>
          </Radix.Description>
          <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
            <Radix.Cancel className={buttonLook()}>{t('cancel')}</Radix.Cancel>
            <Radix.Action
              onClick={() => onAnswer(true)}
              className={buttonLook({ variant: question?.danger ? 'loss' : 'primary' })}
            >
              {question?.action}
            </Radix.Action>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
