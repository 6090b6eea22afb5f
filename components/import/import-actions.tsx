'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';
import { useTranslations } from 'use-intl/react';
import { applyImport, discardImport } from '@/app/admin/import/actions';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { toast } from '@/components/ui/toast';

export type ImportActionsProps = {
  id: string;
  /** How many objects would be added, changed or removed. */
  changes: number;
  removed: number;
  /** Some row is wrong. */
  wrong: boolean;
  /** Applying it needs a yes: it would deny this address. */
  ownAddress: string | null;
};

/** Applies or discards what the preview shows. */
export function ImportActions({ id, changes, removed, wrong, ownAddress }: ImportActionsProps) {
  const t = useTranslations('import');
  const router = useRouter();
  const confirm = useConfirm();
  const [applying, startApplying] = useTransition();
  const [discarding, setDiscarding] = useState(false);
  const asked = useRef(false);

  const apply = (confirmed: boolean) =>
    startApplying(async () => {
      const answer = await applyImport(id, confirmed);
      if (answer.status === 'refused') toast.error(answer.message);
      router.refresh();
    });

  async function begin() {
    const goesOn =
      removed === 0 ||
      (await confirm({
        title: t('removeTitle', { count: removed }),
        body: t('removeBody'),
        action: t('removeAction'),
        danger: true,
      }));
    if (goesOn) apply(ownAddress !== null);
  }

  async function discard() {
    setDiscarding(true);
    const answer = await discardImport(id);
    if (answer.status === 'done') return router.push('/admin/import');
    setDiscarding(false);
    toast.error(answer.message);
  }

  // The server found out while it wrote, and wrote nothing: asked as soon as the page says so.
  useEffect(() => {
    if (ownAddress === null || asked.current) return;
    asked.current = true;
    void confirm({
      title: t('ownTitle'),
      body: t('ownBody', { address: ownAddress }),
      action: t('ownAction'),
      danger: true,
    }).then((yes) => {
      if (yes) apply(true);
    });
  });

  return (
    <>
      <Button onClick={discard} pending={discarding}>
        {t('cancel')}
      </Button>
      {changes > 0 && (
        <Button variant="primary" onClick={begin} pending={applying} disabled={wrong}>
          {t('apply', { count: changes })}
        </Button>
      )}
    </>
  );
}
