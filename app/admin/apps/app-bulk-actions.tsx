'use client';

import { CirclePause, CirclePlay, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useSelection } from '@/components/data-table/selection';
import { Button } from '@/components/ui/button';
import { useAction } from '@/components/use-action';
import { enableApps } from './actions';
import { useDeleteApps } from './use-delete-apps';

/** What can be done with the apps chosen in a list. */
export function AppBulkActions() {
  const t = useTranslations('apps');
  const router = useRouter();
  const { ids, labels, clear } = useSelection();
  const { run, pending } = useAction();
  const { remove, pending: removing } = useDeleteApps();
  const done = () => {
    clear();
    router.refresh();
  };
  const enable = async (enabled: boolean) => {
    const doneMessage = t(enabled ? 'done.enabled' : 'done.disabled', { count: ids.length });
    const result = await run(enableApps, { ids, enabled }, { doneMessage });
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
      <Button
        size="sm"
        variant="danger"
        icon={Trash2}
        pending={removing}
        onClick={() => void remove(ids, labels[0] ?? '').then((gone) => gone && done())}
      >
        {t('menu.delete')}
      </Button>
    </>
  );
}
