'use client';

import { Menu } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Role } from '@/lib/auth/administrator';
import { buttonLook } from './ui/button';
import { useLoaded } from './ui/use-loaded';

const load = () => import('./navigation-drawer-panel').then((module) => module.NavigationDrawerPanel);

/** The menu on a phone, at a button. */
export function NavigationDrawer({ role }: { role: Role }) {
  const t = useTranslations('ui');
  const [open, setOpen] = useState(false);
  const [Panel, want] = useLoaded(load);
  return (
    <>
      <button
        type="button"
        aria-label={t('nav.open')}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => {
          setOpen(true);
          want();
        }}
        className={`${buttonLook({ variant: 'quiet', size: 'icon' })} -ml-2`}
      >
        <Menu className="size-5" aria-hidden="true" />
      </button>
      {Panel && <Panel role={role} open={open} setOpen={setOpen} />}
    </>
  );
}
