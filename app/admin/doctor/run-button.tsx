'use client';

import { RotateCw } from 'lucide-react';
import { ActionButton } from '@/components/action-button';
import { runChecks } from './actions';

/** Its words come with it: the doctor's others are not needed in the browser. */
export function RunButton({ label, doneMessage }: { label: string; doneMessage: string }) {
  return (
    <ActionButton action={runChecks} input={null} variant="primary" icon={RotateCw} doneMessage={doneMessage}>
      {label}
    </ActionButton>
  );
}
