import Link from 'next/link';
import { RangeEffectBadge, RangeStateBadge } from '@/components/range-badges';
import { Card } from '@/components/ui/card';
import { type Locale, translator } from '@/lib/i18n';
import { type RangeBrief, rangeBrief } from '@/lib/ip-ranges/inspect-range';
import { type Group, neighboursOf } from '@/lib/ip-ranges/neighbours';
import { type AddressRange, formatRange } from '@/lib/routing/range';
import type { RuleTable } from '@/lib/routing/table';

const MOST = 10;

type RangeNeighboursProps = { table: RuleTable; range: AddressRange; at: number; locale: Locale };

/** What a range lies in, what lies in it, and what it shares addresses with. */
export function RangeNeighbours({ table, range, at, locale }: RangeNeighboursProps) {
  const t = translator(locale, 'ranges');
  const { containing, contained, overlapping } = neighboursOf(table, range, MOST);
  const within = `/admin/ip-ranges?within=${encodeURIComponent(formatRange(range))}`;
  const groups: { title: string; group: Group; more?: string }[] = [
    { title: t('detail.containing', { count: containing.total }), group: containing },
    { title: t('detail.contained', { count: contained.total }), group: contained, more: within },
    { title: t('detail.overlapping', { count: overlapping.total }), group: overlapping },
  ].filter(({ group }) => group.total > 0);
  return (
    <Card title={t('detail.neighbours')}>
      {groups.length === 0 && <p className="text-muted text-sm">{t('detail.noNeighbours')}</p>}
      <div className="grid gap-4">
        {groups.map(({ title, group: { total, first }, more }) => (
          <section key={title}>
            <h3 className="font-medium text-sm">{title}</h3>
            <ul className="mt-1 grid gap-1 text-sm">
              {first.map((match) => (
                <li key={match.id}>
                  <BriefLine brief={rangeBrief(table, match, at)} locale={locale} />
                </li>
              ))}
            </ul>
            {total > first.length &&
              (more ? (
                <Link href={more} prefetch={false} className="text-sm text-water hover:underline">
                  {t('detail.seeAll')}
                </Link>
              ) : (
                <p className="text-muted text-sm">{t('inspect.andMore', { count: total - first.length })}</p>
              ))}
          </section>
        ))}
      </div>
    </Card>
  );
}

function BriefLine({ brief, locale }: { brief: RangeBrief; locale: Locale }) {
  const t = translator(locale, 'ranges');
  const { id, range, label, effect, state, owner } = brief;
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
      <Link
        href={`/admin/ip-ranges/${id}`}
        prefetch={false}
        className="inline-block py-0.5 font-mono text-water hover:underline"
      >
        {range}
      </Link>
      {label && <span>{label}</span>}
      {owner && <span className="text-muted">{owner.name}</span>}
      {effect === 'deny' && <RangeEffectBadge effect={effect} t={t} />}
      {state !== 'active' && <RangeStateBadge state={state} t={t} />}
    </span>
  );
}
