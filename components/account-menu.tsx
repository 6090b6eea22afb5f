'use client';

import { ChevronsUpDown } from 'lucide-react';
import { cloneElement } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Role } from '@/lib/auth/administrator';
import type { Theme } from '@/lib/theme';
import { initials } from './app-tile';
import { useLoaded } from './ui/use-loaded';

export type AccountMenuProps = {
  name: string;
  email: string;
  role: Role;
  theme: Theme;
  /** A small round button for the bar of a phone, or a row at the foot of the menu. */
  look: 'row' | 'round';
};

const load = () => import('./account-panel').then((module) => module.AccountPanel);

/** Who is signed in, and what is theirs to set. */
export function AccountMenu({ look, ...account }: AccountMenuProps) {
  const { name, email, role } = account;
  const t = useTranslations('ui');
  const [AccountPanel, want] = useLoaded(load);
  const face = (
    <span
      aria-hidden="true"
      className="grid size-8 shrink-0 place-items-center rounded-full bg-water-soft font-semibold text-water-strong text-xs"
    >
      {initials(name) || initials(email)}
    </span>
  );
  const trigger = (
    <button
      type="button"
      aria-label={t('account.label', { name })}
      className={
        look === 'row'
          ? 'flex w-full cursor-pointer items-center gap-2.5 rounded-control p-2 text-left text-sm transition-colors hover:bg-sunken data-[state=open]:bg-sunken'
          : 'grid size-11 cursor-pointer place-items-center rounded-full'
      }
    >
      {face}
      {look === 'row' && (
        <>
          <span className="min-w-0 flex-1">
            <bdi className="block truncate font-medium">{name}</bdi>
            <span className="block truncate text-muted text-xs">{t(`role.${role}`)}</span>
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
        </>
      )}
    </button>
  );
  if (AccountPanel) return <AccountPanel {...account} look={look} trigger={trigger} />;
  return cloneElement(trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': false, onClick: want });
}
