import { Badge } from '@/components/ui/badge';
import type { EventOutcome } from '@/lib/audit/access-event';
import { type Locale, translator } from '@/lib/i18n';
import { outcomeTones } from './outcome-tones';

/** What became of a visit, in a word. */
export function OutcomeBadge({ outcome, locale }: { outcome: EventOutcome; locale: Locale }) {
  return <Badge tone={outcomeTones[outcome]}>{translator(locale, 'visits')(`outcomes.${outcome}`)}</Badge>;
}
