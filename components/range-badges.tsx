import { Badge, type Tone } from '@/components/ui/badge';
import type { RangeState } from '@/lib/ip-ranges/range-state';

const stateTones: Record<RangeState, Tone> = {
  active: 'good',
  expiring: 'warn',
  notYet: 'water',
  expired: 'neutral',
  disabled: 'neutral',
};

type Words = (key: `state.${RangeState}` | `effect.${'allow' | 'deny'}`) => string;

/** Whether a range counts. `t`: the words of `ranges`, on either side. */
export function RangeStateBadge({ state, t }: { state: RangeState; t: Words }) {
  return <Badge tone={stateTones[state]}>{t(`state.${state}`)}</Badge>;
}

export function RangeEffectBadge({ effect, t }: { effect: 'allow' | 'deny'; t: Words }) {
  return <Badge tone={effect === 'allow' ? 'neutral' : 'stop'}>{t(`effect.${effect}`)}</Badge>;
}
