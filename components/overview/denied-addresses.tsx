import { Plus, ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import { Moment } from '@/components/moment';
import { LinkButton } from '@/components/ui/button';
import { reasonWords } from '@/lib/audit/reason-words';
import type { Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import type { DeniedAddress } from '@/lib/overview/denied-addresses';

type Props = { denied: readonly DeniedAddress[]; mayEdit: boolean; by: Reader };

/** Addresses that were turned away, each with the way to let it in. */
export function DeniedAddresses({ denied, mayEdit, by }: Props) {
  const t = translator(by.locale, 'overview');
  if (denied.length === 0) {
    return (
      <p className="flex items-center gap-2 text-muted">
        <ShieldCheck className="size-5 shrink-0 text-good" aria-hidden="true" />
        {t('denied.none')}
      </p>
    );
  }
  return (
    <ul className="-my-2 divide-y divide-line">
      {denied.map(({ address, reason, visits, last }) => (
        <li key={address} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
          <div className="min-w-0 flex-1 basis-56">
            <Link
              href={`/admin/audit/visits?address=${encodeURIComponent(address)}`}
              prefetch={false}
              className="font-medium font-mono text-sm hover:underline"
            >
              {address}
            </Link>
            <p className="text-muted text-sm">
              {reasonWords(reason, by.locale)} {t('denied.visits', { visits })} <Moment at={last} relative />
            </p>
          </div>
          {mayEdit && reason === 'NO_RANGE' ? (
            <LinkButton
              href={`/admin/ip-ranges/new?range=${encodeURIComponent(address)}`}
              size="sm"
              icon={Plus}
              aria-label={t('denied.allowLabel', { address })}
            >
              {t('denied.allow')}
            </LinkButton>
          ) : (
            <LinkButton
              href={`/admin/test?address=${encodeURIComponent(address)}`}
              size="sm"
              aria-label={t('denied.whyLabel', { address })}
            >
              {t('denied.why')}
            </LinkButton>
          )}
        </li>
      ))}
    </ul>
  );
}
