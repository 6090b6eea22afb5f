'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';

type Handover = { name: string; link: string };

const LinkDialogContext = createContext<(handover: Handover) => void>(() => {});

/** Shows a one-time link, this once. */
export const useLinkDialog = () => useContext(LinkDialogContext);

export function LinkDialogProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('people');
  const [shown, setShown] = useState<Handover | null>(null);
  return (
    <LinkDialogContext value={setShown}>
      {children}
      <Dialog
        open={shown !== null}
        onOpenChange={(open) => !open && setShown(null)}
        title={shown ? t('linkTitle', { name: shown.name }) : ''}
        description={t('linkBody')}
        footer={
          <Button variant="primary" onClick={() => setShown(null)}>
            {t('done')}
          </Button>
        }
      >
        <div className="flex items-center gap-2">
          <Input
            readOnly
            aria-label={t('link')}
            value={shown?.link ?? ''}
            onFocus={(event) => event.currentTarget.select()}
            className="font-mono"
          />
          <CopyButton text={shown?.link ?? ''} label={t('copyLink')} />
        </div>
      </Dialog>
    </LinkDialogContext>
  );
}
