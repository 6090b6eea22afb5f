import { Filter, X } from 'lucide-react';
import { ListLink } from '@/components/data-table/list-navigation';
import { type Locale, translator } from '@/lib/i18n';
import type { RangeListParams } from '@/lib/ip-ranges/range-list';
import type { ListChange } from '@/lib/list-params';
import { parseAddress } from '@/lib/routing/address';
import { parseRange } from '@/lib/routing/range';

/** The filters that no choice beside them shows; and, where an address is searched for, the sharper question. */
export function RangeFilterChips({ params, locale }: { params: RangeListParams; locale: Locale }) {
  const t = translator(locale, 'ranges');
  const { contains, within, owner } = params.filters;
  const chips: { label: string; change: ListChange }[] = [];
  const chip = (name: string, label: string) =>
    chips.push({ label, change: { filters: { [name]: undefined } } });
  if (contains) chip('contains', t('filter.contains', { value: contains }));
  if (within) chip('within', t('filter.within', { value: within }));
  if (owner) chip('owner', owner === 'none' ? t('filter.nobody') : t('filter.owner', { value: owner }));
  return (
    <>
      {chips.map(({ label, change }) => (
        <span
          key={label}
          className="inline-flex max-w-full items-center rounded-control border border-water bg-water-soft pl-3 text-sm"
        >
          <span className="min-w-0 truncate font-medium">{label}</span>
          <ListLink
            change={change}
            aria-label={t('filter.remove', { label })}
            className="grid size-11 shrink-0 place-items-center rounded-control text-muted hover:text-ink md:size-9"
          >
            <X className="size-4" aria-hidden="true" />
          </ListLink>
        </span>
      ))}
      <SharperQuestion search={params.search} locale={locale} />
    </>
  );
}

/** An address that is searched for finds what contains it and what lies in it; this asks for one of the two. */
function SharperQuestion({ search, locale }: { search: string; locale: Locale }) {
  const t = translator(locale, 'ranges');
  if (!parseRange(search).ok) return null;
  const isAddress = parseAddress(search).ok;
  return (
    <ListLink
      change={{ search: '', filters: { [isAddress ? 'contains' : 'within']: search } }}
      className="inline-flex min-h-11 items-center gap-2 rounded-control px-2 font-medium text-sm text-water hover:underline md:min-h-9"
    >
      <Filter className="size-4" aria-hidden="true" />
      {t(isAddress ? 'filter.onlyContaining' : 'filter.onlyWithin', { value: search })}
    </ListLink>
  );
}
