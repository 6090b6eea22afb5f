import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'stop' | 'neutral' | 'water';

const tones: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  stop: 'bg-stop-soft text-stop',
  neutral: 'bg-sunken text-muted',
  water: 'bg-water-soft text-water-strong',
};

/** The classes of a badge, for what looks like one but is another element. */
export const badgeLook = (tone: Tone) => `badge ${tones[tone]}`;

/** A state in a word or two. The word says it; the colour only helps. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={badgeLook(tone)}>{children}</span>;
}
