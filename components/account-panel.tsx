'use client';

import { KeyRound, MonitorSmartphone } from 'lucide-react';
import Link from 'next/link';
import * as Radix from 'radix-ui/popover';
import { type ReactElement, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { AccountMenuProps } from './account-menu';
import { LanguageChoice } from './language-choice';
import { SignOutButton } from './sign-out-button';
import { ThemeChoice } from './theme-choice';

/** `AccountMenu` from its first opening on. */
export function AccountPanel({
  name,
  email,
  role,
  theme,
  look,
  trigger,
}: AccountMenuProps & { trigger: ReactElement }) {
  const t = useTranslations('ui');
  const [open, setOpen] = useState(true);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
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
