import type { Tone } from '@/components/ui/badge';
import type { ChangeKind } from '@/lib/audit/change';

/** The colour that helps to tell kinds of changes apart; the word says it. */
export function kindTone(kind: ChangeKind): Tone {
  if (kind === 'create' || kind === 'signIn') return 'good';
  if (kind === 'delete' || kind === 'retention') return 'stop';
  if (kind === 'signInFailed' || kind === 'lockOut') return 'warn';
  return kind === 'update' ? 'water' : 'neutral';
}
