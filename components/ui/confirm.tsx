'use client';

import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { useLoaded } from './use-loaded';

export type Question = {
  title: string;
  body?: ReactNode;
  /** What the button that goes on says: «Delete», not «OK». */
  action: string;
  /** Something is lost. */
  danger?: boolean;
};

type Ask = (question: Question) => Promise<boolean>;

const load = () => import('./confirm-dialog').then(({ ConfirmDialog }) => ConfirmDialog);

const ConfirmContext = createContext<Ask | null>(null);

/** `(question) => Promise<boolean>`: asks, and resolves with the answer. */
export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (!ask) throw new Error('useConfirm needs a ConfirmProvider around it');
  return ask;
}

/** One dialog for all questions of the dashboard. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [ConfirmDialog, want] = useLoaded(load);
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const answer = useRef<(yes: boolean) => void>(() => {});

  const ask = useCallback<Ask>(
    (next) => {
      answer.current(false);
      setQuestion(next);
      setOpen(true);
      want();
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    },
    [want],
  );

  const close = (yes: boolean) => {
    answer.current(yes);
    setOpen(false);
  };

  return (
    <ConfirmContext value={ask}>
      {children}
      {ConfirmDialog && <ConfirmDialog question={question} open={open} onAnswer={close} />}
    </ConfirmContext>
  );
}
