'use client';

import * as Radix from 'radix-ui/alert-dialog';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from './button';

export type Question = {
  title: string;
  body?: ReactNode;
  /** What the button that goes on says: «Delete», not «OK». */
  action: string;
  /** Something is lost. */
  danger?: boolean;
};

type Ask = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Ask | null>(null);

/** `(question) => Promise<boolean>`: asks, and resolves with the answer. */
export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (!ask) throw new Error('useConfirm needs a ConfirmProvider around it');
  return ask;
}

/** One dialog for all questions of the dashboard. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('ui');
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const answer = useRef<(yes: boolean) => void>(() => {});

  const ask = useCallback<Ask>((next) => {
    answer.current(false);
    setQuestion(next);
    setOpen(true);
    return new Promise((resolve) => {
      answer.current = resolve;
    });
  }, []);

  const close = (yes: boolean) => {
    answer.current(yes);
    setOpen(false);
  };

  return (
    <ConfirmContext value={ask}>
      {children}
      <Radix.Root open={open} onOpenChange={(next) => !next && close(false)}>
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
                onClick={() => close(true)}
                className={buttonLook({ variant: question?.danger ? 'loss' : 'primary' })}
              >
                {question?.action}
              </Radix.Action>
            </div>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </ConfirmContext>
  );
}
