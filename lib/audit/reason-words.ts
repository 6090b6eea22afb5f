// The words of a decision's reason, as a log keeps it: a reason of another release is shown as it is written.

import { type Locale, translator } from '@/lib/i18n';
import type { EventReason } from './visit-filter';

/**
 * A reason in words.
 *
 * @example reasonWords('NO_RANGE', 'en') // 'No rule covers this address.'
 */
export function reasonWords(reason: string, locale: Locale): string {
  const t = translator(locale, 'decision');
  return t.has(reason as EventReason) ? t(reason as EventReason) : reason;
}
