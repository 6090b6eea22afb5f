import Link from 'next/link';
import { Moment } from '@/components/moment';
import type { Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { OLDEST_LOOKED_AT, type RangeToCheck } from '@/lib/overview/ranges-to-check';

type Props = {
  ranges: readonly RangeToCheck[];
  verb: 'expiring' | 'unused';
  more?: { href: string; label: string };
  by: Reader;
};

/** A few ranges, each with why it is here. */
export function RangesToCheck({ ranges, verb, more, by }: Props) {
  const t = translator(by.locale, 'overview');
  if (ranges.length === 0) return <p className="text-muted">{t(`${verb}.none`)}</p>;
  return (
    <>
      <ul className="-my-2 divide-y divide-line">
        {ranges.map(({ id, range, label, at }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-4 py-2.5">
            <Link
              href={`/admin/ip-ranges/${id}`}
              prefetch={false}
              className="min-w-0 flex-1 basis-48 hover:underline"
            >
              <span className="font-medium font-mono text-sm">{range}</span>
              {label && <span className="ml-2 text-muted text-sm">{label}</span>}
            </Link>
            <span className="text-muted text-sm">
              {t(`${verb}.when`)} <Moment at={at} relative />
            </span>
          </li>
        ))}
      </ul>
      {more ? (
        <p className="mt-3 text-sm">
          <Link href={more.href} prefetch={false} className="text-water underline underline-offset-4">
            {more.label}
          </Link>
        </p>
      ) : (
        <p className="mt-3 text-muted text-sm">{t('unused.hint', { count: OLDEST_LOOKED_AT })}</p>
      )}
    </>
  );
}
