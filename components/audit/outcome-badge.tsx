import { Badge } from '@/components/ui/badge';
import { type Locale, translator } from '@/lib/i18n';
import type { Outcome } from '@/lib/routing/decide';
import { outcomeTones } from './outcome-tones';

/** What became of a visit, in a word. */
export function OutcomeBadge({ outcome, locale }: { outcome: Outcome; locale: Locale }) {
  return <Badge tone={outcomeTones[outcome]}>{translator(locale, 'visits')(`outcomes.${outcome}`)}</Badge>;
}
