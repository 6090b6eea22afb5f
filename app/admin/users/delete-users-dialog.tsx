'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useAction } from '@/components/use-action';
import { useAnswer } from '@/components/use-answer';
import type { DeletionImpact } from '@/lib/users/deletion-impact';
import { deleteUsers } from './actions';

type DeleteUsersDialogProps = {
  ids: readonly number[];
  /** Of the first of them. */
  name: string;
  onClose: (gone: boolean) => void;
};

const fates = ['delete', 'keep'] as const;

/** Says what goes with the users, and asks what becomes of their ranges. */
export function DeleteUsersDialog({ ids, name, onClose }: DeleteUsersDialogProps) {
  const t = useTranslations('users');
  const { run, pending } = useAction();
  const { answer: impact } = useAnswer<DeletionImpact>(`/admin/users/impact?ids=${ids.join(',')}`);
  const [fate, setFate] = useState<(typeof fates)[number]>('delete');
  const count = ids.length;
  const remove = async () => {
    const doneMessage = t('done.deleted', { count });
    const result = await run(deleteUsers, { ids, ranges: fate }, { doneMessage });
    if (result.status === 'done') onClose(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={t('delete.title', { count, name })}
      size="sm"
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t('delete.cancel')}</Button>
          <Button variant="danger" pending={pending || impact === null} onClick={remove}>
            {t('menu.delete')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 text-sm" aria-live="polite">
        {impact === null ? (
          <p className="text-muted">{t('delete.looking')}</p>
        ) : (
          <ul className="grid list-disc gap-1 pl-5">
            <li>{t('delete.apps', { count: impact.apps })}</li>
            {impact.accounts > 0 && <li>{t('delete.accounts', { count: impact.accounts })}</li>}
            {impact.ranges === 0 && <li>{t('delete.noRanges')}</li>}
          </ul>
        )}
        {impact !== null && impact.ranges > 0 && (
          <fieldset className="grid gap-2">
            <legend className="mb-2 font-medium">{t('delete.ranges', { count: impact.ranges })}</legend>
            {fates.map((value) => (
              <label
                key={value}
                className="flex min-h-11 cursor-pointer items-start gap-3 rounded-control border border-line p-3 has-checked:border-water has-checked:bg-water-soft"
              >
                <input
                  type="radio"
                  name="ranges"
                  value={value}
                  checked={fate === value}
                  onChange={() => setFate(value)}
                  className="mt-0.5 size-4 accent-water"
                />
                <span>
                  <span className="block font-medium">{t(`delete.fate.${value}`)}</span>
                  <span className="text-muted">{t(`delete.fateBody.${value}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </Dialog>
  );
}
