import { List, Network, Plus } from 'lucide-react';
import { PageHeader } from '@/components/page-header';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { treeLevel } from '@/lib/ip-ranges/range-tree';
import { RangeTree } from './range-tree';

export default async function RangeTreePage() {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'ranges');
  const { table, at } = await currentRules();
  const roots = await treeLevel(db, table, null, 0, at);
  return (
    <>
      <PageHeader
        title={t('treePage.title')}
        description={t('treePage.description')}
        back={{ href: '/admin/ip-ranges', label: t('title') }}
        actions={
          <LinkButton href="/admin/ip-ranges" icon={List}>
            {t('list')}
          </LinkButton>
        }
      />
      {roots.total === 0 ? (
        <EmptyState
          icon={Network}
          title={t('empty.title')}
          body={t('empty.body')}
          action={
            mayAct(by.role, 'editor') && (
              <LinkButton href="/admin/ip-ranges/new" variant="primary" icon={Plus}>
                {t('new')}
              </LinkButton>
            )
          }
        />
      ) : (
        <Card flush>
          <RangeTree roots={roots} />
        </Card>
      )}
    </>
  );
}
