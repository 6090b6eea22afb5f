'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Role } from '@/lib/auth/administrator';
import { onPaletteKey } from '@/lib/palette-key';
import { Button } from './ui/button';
import { Kbd } from './ui/kbd';

const loadPalette = () => import('./command-palette');

/** Fetched when it is first wanted: most pages are read without it. */
const CommandPalette = dynamic(() => loadPalette().then((module) => module.CommandPalette), { ssr: false });

export type CommandPaletteButtonProps = {
  role: Role;
  look: 'field' | 'icon';
  /** Opens on ⌘K and Ctrl-K: one button of a page does. */
  listens?: boolean;
};

/** Opens the command palette. */
export function CommandPaletteButton({ role, look, listens = false }: CommandPaletteButtonProps) {
  const t = useTranslations('ui.palette');
  const [wanted, setWanted] = useState(false);
  const [open, setOpen] = useState(false);
  const isMac = useSyncExternalStore(
    () => () => {},
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
  const show = () => {
    setWanted(true);
    setOpen(true);
  };

  useEffect(() => {
    if (!listens) return;
    return onPaletteKey(() => {
      setWanted(true);
      setOpen((now) => !now);
    });
  }, [listens]);

  return (
    <>
      {look === 'icon' ? (
        <Button variant="quiet" size="icon" icon={Search} aria-label={t('title')} onClick={show} />
      ) : (
        <button
          type="button"
          onClick={show}
          onPointerEnter={loadPalette}
          aria-keyshortcuts="Meta+K Control+K"
          className="flex h-9 w-full cursor-pointer items-center gap-2 rounded-control border border-line bg-ground px-3 text-muted text-sm transition-colors hover:border-edge hover:text-ink"
        >
          <Search className="size-4" aria-hidden="true" />
          <span className="min-w-0 flex-1 truncate text-left">{t('open')}</span>
          <Kbd>{isMac ? '⌘K' : 'Ctrl K'}</Kbd>
        </button>
      )}
      {wanted && <CommandPalette role={role} open={open} onOpenChange={setOpen} />}
    </>
  );
}
