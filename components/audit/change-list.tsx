'use client';

import { useRef, useState } from 'react';
import { useFollowedLinks } from '@/components/data-table/use-followed-links';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import type { ChangeRow } from '@/lib/audit/change-row';
import { ChangeFields, type ChangeFieldsProps } from './change-fields';
import { kindTone } from './kind-tone';

export type ChangeListProps = { changes: readonly ChangeRow[]; words: ChangeFieldsProps['words'] };

/** Changes, newest first: what happened to what, who did it and when; the values behind a click. */
export function ChangeList({ changes, words }: ChangeListProps) {
  const list = useRef<HTMLOListElement>(null);
  useFollowedLinks(list);
  return (
    <ol
      ref={list}
      className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-card"
    >
      {changes.map((change) => (
        <li key={change.id} className="change-row">
          <a href={`/admin/audit/changes/${change.id}`} className="change-time">
            <Moment at={change.at} />
          </a>
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Badge tone={kindTone(change.kind)}>{change.kindWord}</Badge>
              <span className="text-muted">{change.entity}</span>
              <span className="font-medium">{change.object}</span>
            </p>
            {change.fields.length > 0 && <ChangeDetails {...change} words={words} />}
          </div>
          <p className="min-w-0 text-muted md:text-right">
            <span className="text-ink">{change.actor}</span>
            {change.address && <span className="change-address">{change.address}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** The values become elements when somebody wants to see them: most of a page of fifty changes would be of these. */
function ChangeDetails({
  summary,
  fields,
  words,
}: Pick<ChangeRow, 'summary' | 'fields'> & Pick<ChangeListProps, 'words'>) {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details className="mt-1.5" onToggle={({ currentTarget }) => currentTarget.open && setWasOpened(true)}>
      <summary className="change-summary">{summary}</summary>
      {wasOpened && (
        <div className="mt-2 border-line border-l-2 pl-3">
          <ChangeFields fields={fields} words={words} />
        </div>
      )}
    </details>
  );
}
