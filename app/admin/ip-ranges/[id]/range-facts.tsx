import Link from 'next/link';
import type { ReactNode } from 'react';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import { sizeText } from '@/lib/ip-ranges/inspect-range';
import type { RangeRow } from '@/lib/ip-ranges/range-row';
import { formatAddress } from '@/lib/routing/address';
import { RangeApps } from '../range-cells';

/** Everything that a range says. */
export function RangeFacts({ row, by }: { row: RangeRow; by: Administrator }) {
  const t = translator(by.locale, 'ranges');
  const { rule, owner, addresses, size, ownApps, ownerApps } = row;
  const { exact, exponent } = sizeText(addresses, by.locale);
  const moment = (text: string | null) => (text ? <Moment at={Date.parse(text)} /> : t('always'));
  return (
    <Card title={t('detail.facts')}>
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[10rem_1fr]">
        <Fact term={t('column.addresses')}>
          <span className="tabular-nums">{exact}</span>
          {exponent !== null && (
            <span className="text-muted">
              {' (2'}
              <sup>{exponent}</sup>)
            </span>
          )}
        </Fact>
        {size > 1n && (
          <Fact term={t('detail.firstLast')}>
            <span className="font-mono">
              {formatAddress(addresses.first)} – {formatAddress(addresses.last)}
            </span>
          </Fact>
        )}
        <Fact term={t('column.owner')}>
          {owner ? (
            <span className="flex flex-wrap items-center gap-2">
              <Link
                href={`/admin/users/${owner.id}`}
                prefetch={false}
                className="font-medium text-water hover:underline"
              >
                {owner.name}
              </Link>
              <span className="text-muted">{owner.email}</span>
              {!owner.enabled && <Badge tone="stop">{t('detail.ownerDisabled')}</Badge>}
            </span>
          ) : (
            <span className="text-muted">{t('detail.noOwner')}</span>
          )}
        </Fact>
        {rule.effect === 'allow' && (
          <>
            <Fact term={t('column.apps')}>
              {ownApps.length + ownerApps.length > 0 ? (
                <RangeApps row={row} t={t} most={100} />
              ) : (
                <span className="text-muted">{t('detail.noApps')}</span>
              )}
            </Fact>
            <Fact term={t('column.landing')}>{t(`field.landing.${rule.landing ?? 'default'}`)}</Fact>
          </>
        )}
        {rule.validFrom && <Fact term={t('field.validFrom')}>{moment(rule.validFrom)}</Fact>}
        <Fact term={t('field.validUntil')}>{moment(rule.validUntil)}</Fact>
        {rule.note && (
          <Fact term={t('column.note')}>
            <span className="whitespace-pre-line">{rule.note}</span>
          </Fact>
        )}
        <Fact term={t('detail.created')}>
          <Moment at={row.createdAt} />
        </Fact>
        <Fact term={t('column.updated')}>
          <Moment at={row.updatedAt} />
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 max-sm:-mt-2">{children}</dd>
    </>
  );
}
