import { notFound } from 'next/navigation';
import { ChangeFields } from '@/components/audit/change-fields';
import { kindTone } from '@/components/audit/kind-tone';
import { type Detail, DetailList } from '@/components/detail-list';
import { PageHeader } from '@/components/page-header';
import { Badge } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { type ChangeParams, changeId } from '@/lib/audit/change-filter';
import { changedFields } from '@/lib/audit/change-row';
import { entityWord, kindWord, objectName } from '@/lib/audit/change-words';
import { type RecordedChange, readChanges } from '@/lib/audit/changes';
import { changesHref } from '@/lib/audit/log-href';
import type { Access } from '@/lib/auth/access';
import { requireRole } from '@/lib/auth/require-role';
import { formatExactMoment, formatNumber } from '@/lib/format';
import { translator } from '@/lib/i18n';

export default async function ChangePage({ params }: { params: Promise<{ id: string }> }) {
  const { by, db } = await requireRole('viewer');
  const id = changeId((await params).id);
  const [change] = id === null ? [] : await readChanges(db, [id]);
  if (!change) notFound();
  const t = translator(by.locale, 'changes');
  const { kind, entity, entityId, before, after, address, revision, requestId } = change;
  const label = objectName(entity, change.label, by.locale);
  const details: Detail[] = [
    { term: t('when'), value: formatExactMoment(change.at, by) },
    { term: t('who'), value: change.actor },
    { term: t('whence'), value: address ?? t('commandLine'), code: address !== null },
    {
      term: t('what'),
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone={kindTone(kind)}>{kindWord(kind, by.locale)}</Badge>
          {entityWord(entity, by.locale)}
        </span>
      ),
    },
    { term: t('object'), value: label },
    ...(revision === null ? [] : [{ term: t('revision'), value: formatNumber(revision, by) }]),
    ...(requestId ? [{ term: t('request'), value: requestId, code: true }] : []),
    { term: t('number'), value: String(change.id), code: true },
  ];
  const href = await objectHref(db, change);
  return (
    <>
      <PageHeader
        title={t('changeTitle', { kind: kindWord(kind, by.locale), label })}
        back={{ href: '/admin/audit/changes', label: t('title') }}
        actions={
          <>
            {href && <LinkButton href={href}>{t('openObject')}</LinkButton>}
            {entityId !== null && (
              <LinkButton
                href={changesHref({ entity: entity as ChangeParams['entity'], entityId: String(entityId) })}
              >
                {t('objectHistory')}
              </LinkButton>
            )}
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <DetailList details={details} />
        <Card title={t('fieldsTitle')}>
          {before || after ? (
            <ChangeFields
              fields={changedFields(before, after, by)}
              words={{ was: t('was'), became: t('became') }}
            />
          ) : (
            <p className="text-muted text-sm">{t('nothingMore')}</p>
          )}
        </Card>
      </div>
    </>
  );
}

/** The page of the object, where it is still there. */
async function objectHref(db: Access['db'], { entity, entityId }: RecordedChange): Promise<string | null> {
  if (entityId === null) return null;
  const found = { where: { id: entityId }, select: { id: true } };
  if (entity === 'App') return (await db.app.findUnique(found)) && `/admin/apps/${entityId}`;
  if (entity === 'IpRange') return (await db.ipRange.findUnique(found)) && `/admin/ip-ranges/${entityId}`;
  if (entity === 'User' || entity === 'Account') {
    return (await db.user.findUnique(found)) && `/admin/users/${entityId}`;
  }
  return null;
}
