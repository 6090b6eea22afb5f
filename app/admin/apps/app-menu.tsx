'use client';

import { CirclePause, CirclePlay, Construction, Copy, Ellipsis, Eye, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
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

/** What can be done with one app of a list; opens at once. */
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
  const edits = [
    { label: t('menu.edit'), icon: Pencil, href: `/admin/apps/${id}/edit` },
    { label: t('menu.duplicate'), icon: Copy, href: `/admin/apps/new?copy=${id}` },
    {
      label: t(enabled ? 'menu.disable' : 'menu.enable'),
      icon: enabled ? CirclePause : CirclePlay,
      onSelect: () => void toggle(),
    },
    {
      label: t(maintenance ? 'menu.endMaintenance' : 'menu.beginMaintenance'),
      icon: Construction,
      onSelect: () => (maintenance ? void endMaintenance() : setAsking(true)),
    },
    {
      label: t('menu.delete'),
      icon: Trash2,
      danger: true,
      onSelect: () => void remove([id], name).then((gone) => gone && router.refresh()),
    },
  ];
  return (
    <>
      <Menu
        opensAtOnce
        trigger={
          <Button
            variant="quiet"
            size="icon"
            icon={Ellipsis}
            pending={pending || removing}
            aria-label={t('menu.label', { name })}
          />
        }
        items={[
          { label: t('menu.details'), icon: Eye, href: `/admin/apps/${id}` },
          ...(mayEdit ? edits : []),
        ]}
      />
      <MaintenanceDialog id={id} name={name} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}
