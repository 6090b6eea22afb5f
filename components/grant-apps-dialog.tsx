'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { type AdminAction, useAction } from '@/components/use-action';

export type GrantableApp = { slug: string; name: string };

type GrantAppsDialogProps = {
  /** What the ids are of; its words are there in messages/. */
  to: 'users' | 'ranges';
  action: AdminAction;
  ids: readonly number[];
  apps: readonly GrantableApp[];
  onClose: (granted: boolean) => void;
};

/** Chooses apps, in the order of the clicks, and grants them to several users or ranges. */
export function GrantAppsDialog({ to, action, ids, apps, onClose }: GrantAppsDialogProps) {
  const t = useTranslations(to);
  const id = useId();
  const { run, pending } = useAction();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const grant = async () => {
    const doneMessage = t('done.granted', { count: ids.length });
    const result = await run(action, { ids, apps: chosen }, { doneMessage });
    if (result.status === 'done') onClose(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={t('grant.title', { count: ids.length })}
      description={t('grant.body')}
      size="sm"
      footer={
        <Button variant="primary" pending={pending} disabled={chosen.length === 0} onClick={grant}>
          {t('grant.button')}
        </Button>
      }
    >
      {apps.length === 0 && <p className="text-muted">{t('grant.noApps')}</p>}
      <ul className="grid gap-1">
        {apps.map(({ slug, name }) => (
          <li key={slug}>
            <label
              htmlFor={`${id}${slug}`}
              className="flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-sunken pointer-coarse:min-h-11"
            >
              <Checkbox
                id={`${id}${slug}`}
                checked={chosen.includes(slug)}
                onChange={({ target }) =>
                  setChosen((before) =>
                    target.checked ? [...before, slug] : before.filter((other) => other !== slug),
                  )
                }
              />
              <span className="min-w-0 flex-1">{name}</span>
              <span className="text-muted text-sm tabular-nums">{chosen.indexOf(slug) + 1 || ''}</span>
            </label>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
