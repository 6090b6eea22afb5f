'use client';

import { ChevronsUpDown, KeyRound, MonitorSmartphone } from 'lucide-react';
import Link from 'next/link';
import * as Radix from 'radix-ui/popover';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Role } from '@/lib/auth/administrator';
import type { Theme } from '@/lib/theme';
import { initials } from './app-tile';
import { LanguageChoice } from './language-choice';
import { SignOutButton } from './sign-out-button';
import { ThemeChoice } from './theme-choice';

export type AccountMenuProps = {
  name: string;
  email: string;
  role: Role;
  theme: Theme;
  /** A small round button for the bar of a phone, or a row at the foot of the menu. */
  look: 'row' | 'round';
};

/** Who is signed in, and what is theirs to set. */
export function AccountMenu({ name, email, role, theme, look }: AccountMenuProps) {
  const t = useTranslations('ui');
  const [open, setOpen] = useState(false);
  const face = (
    <span
      aria-hidden="true"
      className="grid size-8 shrink-0 place-items-center rounded-full bg-water-soft font-semibold text-water-strong text-xs"
    >
      {initials(name) || initials(email)}
    </span>
  );
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
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
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={look === 'row' ? 'start' : 'end'}
          side={look === 'row' ? 'top' : 'bottom'}
          sideOffset={6}
          collisionPadding={12}
          aria-label={t('account.label', { name })}
          className="z-50 w-80 max-w-[calc(100vw-1.5rem)] rounded-panel border border-line bg-surface text-sm shadow-raised data-[state=open]:animate-fade-in"
        >
          <div className="border-line border-b px-4 py-3">
            <p className="font-semibold">
              <bdi>{name}</bdi>
            </p>
            <p className="text-muted">{email}</p>
            <p className="mt-0.5 text-muted text-xs">{t(`role.${role}`)}</p>
          </div>
          <div className="space-y-3 border-line border-b px-4 py-3">
            <ThemeChoice theme={theme} />
            <LanguageChoice />
          </div>
          <div className="p-1.5">
            <AccountLink href="/admin/sessions" icon={MonitorSmartphone} onNavigate={() => setOpen(false)}>
              {t('account.sessions')}
            </AccountLink>
            <AccountLink href="/admin/password" icon={KeyRound} onNavigate={() => setOpen(false)}>
              {t('account.password')}
            </AccountLink>
            <SignOutButton />
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type AccountLinkProps = {
  href: string;
  icon: typeof KeyRound;
  onNavigate: () => void;
  children: ReactNode;
};

function AccountLink({ href, icon: Icon, onNavigate, children }: AccountLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={onNavigate}
      className="flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 transition-colors hover:bg-sunken pointer-coarse:min-h-11"
    >
      <Icon className="size-4 text-muted" aria-hidden="true" />
      {children}
    </Link>
  );
}
