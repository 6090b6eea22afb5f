import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'stop' | 'neutral' | 'water';

const tones: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  stop: 'bg-stop-soft text-stop',
  neutral: 'bg-sunken text-muted',
  water: 'bg-water-soft text-water-strong',
};

/** A state in a word or two. The word says it; the colour only helps. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs leading-4.5 ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
