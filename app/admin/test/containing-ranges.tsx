import { Pencil } from 'lucide-react';
import Link from 'next/link';
import { Moment } from '@/components/moment';
import { RangeEffectBadge } from '@/components/range-badges';
import { Badge, type Tone } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import type { ExplainedAddress } from '@/lib/ip-ranges/explain-address';
import type { RangeVerdict } from '@/lib/routing/explain';
import { formatRange } from '@/lib/routing/range';

const tones: Record<RangeVerdict, Tone> = {
  decides: 'good',
  overridden: 'neutral',
  disabled: 'warn',
  'not-yet-valid': 'warn',
  expired: 'warn',
};

type ContainingRangesProps = { explained: ExplainedAddress; by: Administrator; mayEdit: boolean };

/** Every range that contains the address, and what became of it. */
export function ContainingRanges({ explained: { ranges }, by, mayEdit }: ContainingRangesProps) {
  const t = translator(by.locale, 'tester');
  const words = translator(by.locale, 'ranges');
  return (
    <Card flush title={t('ranges.title', { count: ranges.length })}>
      {ranges.length === 0 ? (
        <p className="px-4 pb-5 text-muted text-sm sm:px-5">{t('ranges.none')}</p>
      ) : (
        <ol className="divide-y divide-line border-line border-t">
          {ranges.map(({ range, verdict, effect, owner }) => (
            <li
              key={range.id}
              className={`flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-sm sm:px-5 ${verdict === 'decides' ? 'bg-good-soft/50' : ''}`}
            >
              <div className="min-w-0 flex-1 basis-56">
                <p className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
                  <Link
                    href={`/admin/ip-ranges/${range.id}`}
                    prefetch={false}
                    className="font-medium font-mono text-water hover:underline"
                  >
                    {formatRange(range.range)}
                  </Link>
                  {range.label && <span className="font-medium">{range.label}</span>}
                  {effect === 'deny' && <RangeEffectBadge effect={effect} t={words} />}
                </p>
                {owner && <p className="text-muted">{owner.name}</p>}
              </div>
              <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                <Badge tone={tones[verdict]}>{t(`verdict.${verdict}`)}</Badge>
                <span className="text-muted">
                  {t.rich(`why.${verdict}`, {
                    when: () => <Moment at={verdict === 'expired' ? range.validUntil : range.validFrom} />,
                  })}
                </span>
              </div>
              {mayEdit && (
                <LinkButton
                  href={`/admin/ip-ranges/${range.id}/edit`}
                  size="sm"
                  icon={Pencil}
                  aria-label={t('ranges.editRange', { range: formatRange(range.range) })}
                >
                  {t('ranges.edit')}
                </LinkButton>
              )}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
