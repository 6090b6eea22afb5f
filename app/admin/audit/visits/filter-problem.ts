import { addressFilter, type VisitParams } from '@/lib/audit/visit-filter';
import type { ResolvedFilter } from '@/lib/audit/visits';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';

/** What is wrong with a filter, beside its field, with what to write instead. */
export function filterProblem(
  resolved: ResolvedFilter,
  field: 'address' | 'user' | 'app',
  params: VisitParams,
  { locale }: Administrator,
): string | undefined {
  if (resolved.ok || resolved.field !== field) return undefined;
  const t = translator(locale, 'visits');
  if (field !== 'address') return t(`unknown.${field}`, { name: params[field] ?? '' });
  const addresses = addressFilter(params.address);
  if (addresses.ok) return undefined;
  const { code, text, suggestions } = addresses.problem;
  const problem = translator(locale, 'address')(code, { text: text.slice(0, 80) });
  return suggestions.length > 0
    ? `${problem} ${t('didYouMean', { suggestions: suggestions.join(', ') })}`
    : problem;
}
