import { Copy, FlaskConical, Pencil } from 'lucide-react';
import { ObjectHistory } from '@/components/history';
import { PageHeader } from '@/components/page-header';
import { RangeEffectBadge, RangeStateBadge } from '@/components/range-badges';
import { RecentVisits } from '@/components/recent-visits';
import { LinkButton } from '@/components/ui/button';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { placeOfRange, rangeRow } from '@/lib/ip-ranges/range-row';
import { formatAddress } from '@/lib/routing/address';
import { RangeButtons } from './range-buttons';
import { RangeFacts } from './range-facts';
import { RangeNeighbours } from './range-neighbours';
import { type RangePageProps, requestedRange } from './requested-range';

export default async function RangePage({ params }: RangePageProps) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'ranges');
  const { table, at } = await currentRules();
  const range = await requestedRange(db, params);
  const row = rangeRow(table, placeOfRange(table, range.id), range, at);
  const { id, rule } = row;
  const first = formatAddress(row.addresses.first);
  return (
    <>
      <PageHeader
        title={rule.label || rule.range}
        back={{ href: '/admin/ip-ranges', label: t('title') }}
        description={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-mono text-ink">{rule.range}</span>
            <RangeEffectBadge effect={rule.effect} t={t} />
            <RangeStateBadge state={row.state} t={t} />
          </span>
        }
        actions={
          <>
            <LinkButton href={`/admin/test?address=${encodeURIComponent(first)}`} icon={FlaskConical}>
              {t('menu.test')}
            </LinkButton>
            {mayAct(by.role, 'editor') && (
              <>
                <LinkButton href={`/admin/ip-ranges/new?copy=${id}`} icon={Copy}>
                  {t('menu.duplicate')}
                </LinkButton>
                <RangeButtons id={id} range={rule.range} enabled={rule.enabled} />
                <LinkButton href={`/admin/ip-ranges/${id}/edit`} variant="primary" icon={Pencil}>
                  {t('menu.edit')}
                </LinkButton>
              </>
            )}
          </>
        }
      />
      <div className="grid gap-5 xl:grid-cols-2 xl:items-start">
        <div className="grid gap-5">
          <RangeFacts row={row} by={by} />
          <RangeNeighbours table={table} range={row.addresses} at={at} locale={by.locale} />
        </div>
        <div className="grid gap-5">
          <RecentVisits db={db} by={by} where={{ rangeId: id }} />
          <ObjectHistory db={db} by={by} entity="IpRange" id={id} />
        </div>
      </div>
    </>
  );
}
