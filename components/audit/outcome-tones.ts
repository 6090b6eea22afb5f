import type { Tone } from '@/components/ui/badge';
import type { Outcome } from '@/lib/routing/decide';

export const outcomeTones: Record<Outcome, Tone> = {
  redirect: 'good',
  choose: 'water',
  deny: 'stop',
  unavailable: 'warn',
};
