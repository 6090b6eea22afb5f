import type { Tone } from '@/components/ui/badge';
import type { EventOutcome } from '@/lib/audit/access-event';

export const outcomeTones: Record<EventOutcome, Tone> = {
  redirect: 'good',
  choose: 'water',
  deny: 'stop',
  unavailable: 'warn',
  open: 'water',
  close: 'neutral',
};
