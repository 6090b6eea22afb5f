import Link from 'next/link';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import { diffFields } from '@/lib/audit/change';
import { entityWord, fieldWord, kindWord, objectName } from '@/lib/audit/change-words';
import type { RecordedChange } from '@/lib/audit/changes';
import type { Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { ChangeFields } from './change-fields';
import { kindTone } from './kind-tone';

export type ChangeListProps = { changes: readonly RecordedChange[]; by: Reader };

/** Changes, newest first: what happened to what, who did it and when; the values behind a click. */
export function ChangeList({ changes, by }: ChangeListProps) {
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-card">
      {changes.map((change) => (
        <li key={change.id}>
          <ChangeItem change={change} by={by} />
        </li>
      ))}
    </ol>
  );
}

/** Fields named in a line; the others are counted. */
const MOST_NAMED = 4;

function ChangeItem({ change, by }: { change: RecordedChange; by: Reader }) {
  const t = translator(by.locale, 'changes');
  const { id, at, actor, address, kind, entity, label, before, after } = change;
  const fields = diffFields(before ?? {}, after ?? {}).map(({ field }) => fieldWord(field, by.locale));
  const named =
    fields.slice(0, MOST_NAMED).join(', ') +
    (fields.length > MOST_NAMED ? ` ${t('andMore', { count: fields.length - MOST_NAMED })}` : '');
  return (
    <article className="grid gap-x-4 gap-y-1 px-4 py-3 text-sm md:grid-cols-[10.5rem_1fr_minmax(9rem,15rem)] md:px-5">
      <Link
        href={`/admin/audit/changes/${id}`}
        prefetch={false}
        className="self-start font-medium underline decoration-line underline-offset-4 hover:decoration-current"
      >
        <Moment at={at} />
      </Link>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={kindTone(kind)}>{kindWord(kind, by.locale)}</Badge>
          <span className="text-muted">{entityWord(entity, by.locale)}</span>
          <span className="font-medium">{objectName(entity, label, by.locale)}</span>
        </p>
        {fields.length > 0 && (
          <details className="mt-1.5">
            <summary className="w-fit cursor-pointer rounded text-muted marker:text-muted hover:text-ink pointer-coarse:py-2.5">
              {kind === 'update' ? named : t('details')}
            </summary>
            <div className="mt-2 border-line border-l-2 pl-3">
              <ChangeFields before={before} after={after} by={by} />
            </div>
          </details>
        )}
      </div>
      <p className="min-w-0 text-muted md:text-right">
        <span className="text-ink">{actor}</span>
        {address && (
          <span className="block font-mono text-xs leading-5 max-md:ml-2 max-md:inline">{address}</span>
        )}
      </p>
    </article>
  );
}
