import Link from 'next/link';
import { ChangeFields } from '@/components/audit/change-fields';
import { kindTone } from '@/components/audit/kind-tone';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { ChangedEntity } from '@/lib/audit/change';
import { changedFields } from '@/lib/audit/change-row';
import { kindWord, snapshotOf } from '@/lib/audit/change-words';
import { changesHref } from '@/lib/audit/log-href';
import type { Access } from '@/lib/auth/access';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';

export type ObjectHistoryProps = {
  db: Access['db'];
  by: Administrator;
  entity: ChangedEntity;
  id: number;
  /** How many changes. */
  take?: number;
};

/** The last changes of one object: who, when, and what was and became of it. */
export async function ObjectHistory({ db, by, entity, id, take = 6 }: ObjectHistoryProps) {
  const t = translator(by.locale, 'changes');
  const changes = await db.changeEvent.findMany({
    where: { entity, entityId: id },
    orderBy: { id: 'desc' },
    take,
    select: { id: true, at: true, actor: true, kind: true, before: true, after: true },
  });
  return (
    <Card
      flush
      title={t('history')}
      actions={
        changes.length > 0 && (
          <Link
            href={changesHref({ entity, entityId: String(id) })}
            prefetch={false}
            className="text-sm text-water hover:underline"
          >
            {t('historyAll')}
          </Link>
        )
      }
    >
      {changes.length > 0 ? (
        <ol className="divide-y divide-line border-line border-t">
          {changes.map(({ id, at, actor, kind, before, after }) => (
            <li key={id} className="grid gap-2 px-4 py-3 sm:px-5">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
                <Badge tone={kindTone(kind)}>{kindWord(kind, by.locale)}</Badge>
                <span className="font-medium">{actor}</span>
                <Link
                  href={`/admin/audit/changes/${id}`}
                  prefetch={false}
                  className="text-muted hover:text-ink hover:underline"
                >
                  <Moment at={at} />
                </Link>
              </div>
              {kind === 'update' && (
                <ChangeFields
                  fields={changedFields(snapshotOf(before), snapshotOf(after), by)}
                  words={{ was: t('was'), became: t('became') }}
                />
              )}
            </li>
          ))}
        </ol>
      ) : (
        <p className="border-line border-t px-4 py-6 text-center text-muted text-sm">{t('historyEmpty')}</p>
      )}
    </Card>
  );
}
