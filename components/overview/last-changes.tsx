import Link from 'next/link';
import { Moment } from '@/components/moment';
import { entityWord, kindWord } from '@/lib/audit/change-words';
import type { Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import type { LastChange } from '@/lib/overview/last-changes';

/** What was changed last, by whom. */
export function LastChanges({ changes, by }: { changes: readonly LastChange[]; by: Reader }) {
  const t = translator(by.locale, 'overview');
  if (changes.length === 0) return <p className="text-muted">{t('changes.none')}</p>;
  return (
    <>
      <ol className="-my-2 divide-y divide-line">
        {changes.map(({ id, at, actor, kind, entity, label, count }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-2.5">
            <Link
              href={`/admin/audit/changes/${id}`}
              prefetch={false}
              className="min-w-0 flex-1 basis-64 hover:underline"
            >
              <span className="text-muted">
                {entityWord(entity, by.locale)} · {kindWord(kind, by.locale)}
              </span>{' '}
              <span className="font-medium">{label}</span>
              {count > 1 && <span className="text-muted"> {t('changes.more', { count: count - 1 })}</span>}
            </Link>
            <span className="text-muted text-sm">
              {actor} · <Moment at={at} relative />
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-sm">
        <Link
          href="/admin/audit/changes"
          prefetch={false}
          className="text-water underline underline-offset-4"
        >
          {t('changes.all')}
        </Link>
      </p>
    </>
  );
}
