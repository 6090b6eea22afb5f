'use client';

import { Construction } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ObjectMenu } from '@/components/data-table/object-menu';
import { useAction } from '@/components/use-action';
import { enableApps, maintainApps } from './actions';
import { MaintenanceDialog } from './maintenance-dialog';
import { useDeleteApps } from './use-delete-apps';

type AppMenuProps = {
  id: number;
  name: string;
  enabled: boolean;
  maintenance: boolean;
  mayEdit: boolean;
};

/** What can be done with one app of the list. */
export function AppMenu({ id, name, enabled, maintenance, mayEdit }: AppMenuProps) {
  const t = useTranslations('apps');
  const router = useRouter();
  const { run, pending } = useAction();
  const { remove, pending: removing } = useDeleteApps();
  const toggle = async () => {
    const doneMessage = t(enabled ? 'done.disabled' : 'done.enabled', { count: 1 });
    const result = await run(enableApps, { ids: [id], enabled: !enabled }, { doneMessage });
    if (result.status === 'done') router.refresh();
  };
  const [asking, setAsking] = useState(false);
  const endMaintenance = async () => {
    const doneMessage = t('done.maintenanceEnded');
    const result = await run(maintainApps, { ids: [id], maintenance: false }, { doneMessage });
    if (result.status === 'done') router.refresh();
  };
  return (
    <>
      <ObjectMenu
        path="/admin/apps"
        {...{ id, enabled, mayEdit, pending: pending || removing }}
        word={(word) => t(`menu.${word === 'open' ? 'details' : word}`, { name })}
        onToggle={() => void toggle()}
        onDelete={() => void remove([id], name).then((gone) => gone && router.refresh())}
        more={[
          {
            label: t(maintenance ? 'menu.endMaintenance' : 'menu.beginMaintenance'),
            icon: Construction,
            onSelect: () => (maintenance ? void endMaintenance() : setAsking(true)),
          },
        ]}
      />
      <MaintenanceDialog id={id} name={name} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}
