'use client';

import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import { useTranslations } from 'use-intl/react';
import type { Role } from '@/lib/auth/administrator';
import { Navigation } from './navigation';
import { SluiceMark } from './sluice-mark';
import { buttonLook } from './ui/button';

type NavigationDrawerPanelProps = { role: Role; open: boolean; setOpen: (open: boolean) => void };

/** The menu of `NavigationDrawer`. */
export function NavigationDrawerPanel({ role, open, setOpen }: NavigationDrawerPanelProps) {
  const t = useTranslations('ui');
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim data-[state=open]:animate-fade-in" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-line border-r bg-surface p-3 shadow-raised data-[state=open]:animate-slide-in"
        >
          <div className="mb-4 flex items-center justify-between pl-3">
            <Radix.Title className="flex items-center gap-2.5 font-bold text-lg tracking-tight">
              <SluiceMark className="size-7" />
              Sluice
            </Radix.Title>
            <Radix.Close aria-label={t('close')} className={buttonLook({ variant: 'quiet', size: 'icon' })}>
              <X className="size-5" aria-hidden="true" />
            </Radix.Close>
          </div>
          <Navigation role={role} onNavigate={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
