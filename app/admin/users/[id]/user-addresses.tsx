import { FlaskConical, Pencil } from 'lucide-react';
import Link from 'next/link';
import { DecisionSentence } from '@/components/decision-sentence';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { Administrator } from '@/lib/auth/administrator';
import { mayAct } from '@/lib/auth/administrator';
import { formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';
import type { UserAddresses } from '@/lib/users/user-addresses';
import { rangesHref } from '../user-cells';
import { AddAddress } from './add-address';

type Props = { email: string; addresses: UserAddresses; by: Administrator };

/** A user’s ranges, each with what its visitors get at the moment. */
export function UserAddressesCard({ email, addresses: { total, first }, by }: Props) {
  const t = translator(by.locale, 'users');
  return (
    <Card
      title={t('addresses.title')}
      flush
      actions={
        total > first.length && (
          <Link href={rangesHref(email)} prefetch={false} className="text-sm text-water hover:underline">
            {t('addresses.all', { count: formatNumber(total, by) })}
          </Link>
        )
      }
    >
      {total === 0 ? (
        <p className="border-line border-t px-4 py-5 text-muted text-sm sm:px-5">{t('addresses.none')}</p>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {first.map(({ id, range, label, address, decision }) => (
            <li key={id} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 sm:px-5">
              <div className="min-w-0 flex-1 basis-60">
                <p className="flex flex-wrap items-baseline gap-x-3">
                  <Link
                    href={`/admin/ip-ranges/${id}`}
                    prefetch={false}
                    className="font-medium font-mono text-sm text-water hover:underline"
                  >
                    {range}
                  </Link>
                  <span className="text-sm">{label}</span>
                </p>
                <p className="mt-1 text-muted text-sm">
                  <DecisionSentence explained={{ decision, requested: null }} by={by} />
                </p>
              </div>
              <span className="flex gap-1">
                <LinkButton
                  href={`/admin/test?address=${encodeURIComponent(address)}`}
                  variant="quiet"
                  size="icon"
                  icon={FlaskConical}
                  aria-label={t('addresses.test', { address })}
                  title={t('addresses.test', { address })}
                />
                {mayAct(by.role, 'editor') && (
                  <LinkButton
                    href={`/admin/ip-ranges/${id}/edit`}
                    variant="quiet"
                    size="icon"
                    icon={Pencil}
                    aria-label={t('addresses.edit', { range })}
                    title={t('addresses.edit', { range })}
                  />
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayAct(by.role, 'editor') && (
        <div className="border-line border-t px-4 py-3 sm:px-5">
          <AddAddress email={email} myAddress={by.address} />
        </div>
      )}
    </Card>
  );
}
