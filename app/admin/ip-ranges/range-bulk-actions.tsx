'use client';

import { CirclePause, CirclePlay, LayoutGrid, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSelection } from '@/components/data-table/selection';
import { GrantAppsDialog, type GrantableApp } from '@/components/grant-apps-dialog';
import { Button } from '@/components/ui/button';
import { useAction } from '@/components/use-action';
import { enableRanges, grantAppsToRanges } from './actions';
import { useDeleteRanges } from './use-delete-ranges';

/** What can be done with the ranges chosen in a list. */
export function RangeBulkActions({ apps }: { apps: readonly GrantableApp[] }) {
  const t = useTranslations('ranges');
  const router = useRouter();
  const { ids, labels, clear } = useSelection();
  const { run, pending } = useAction();
  const { remove, pending: removing } = useDeleteRanges();
  const [granting, setGranting] = useState(false);
  const done = () => {
    clear();
    router.refresh();
  };
  const enable = async (enabled: boolean) => {
    const doneMessage = t(enabled ? 'done.enabled' : 'done.disabled', { count: ids.length });
    const result = await run(enableRanges, { ids, enabled }, { doneMessage });
    if (result.status === 'done') done();
  };
  return (
    <>
      <Button size="sm" icon={CirclePlay} pending={pending} onClick={() => enable(true)}>
        {t('menu.enable')}
      </Button>
      <Button size="sm" icon={CirclePause} pending={pending} onClick={() => enable(false)}>
        {t('menu.disable')}
      </Button>
      <Button size="sm" icon={LayoutGrid} onClick={() => setGranting(true)}>
        {t('grant.button')}
      </Button>
      <Button
        size="sm"
        variant="danger"
        icon={Trash2}
        pending={removing}
        onClick={async () => {
          if (await remove(ids, labels[0] ?? '')) done();
        }}
      >
        {t('menu.delete')}
      </Button>
      {granting && (
        <GrantAppsDialog
          to="ranges"
          action={grantAppsToRanges}
          ids={ids}
          apps={apps}
          onClose={(granted) => {
            setGranting(false);
            if (granted) done();
          }}
        />
      )}
    </>
  );
}
