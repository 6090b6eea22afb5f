import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import { paletteKeyScript } from '@/lib/palette-key';
import type { Theme } from '@/lib/theme';
import { AccountMenu } from './account-menu';
import { CommandPaletteButton } from './command-palette-button';
import { Navigation } from './navigation';
import { NavigationDrawer } from './navigation-drawer';
import { SluiceMark } from './sluice-mark';

export type AppFrameProps = {
  by: Administrator;
  theme: Theme;
  /** Of the answer's scripts. */
  nonce: string | undefined;
  children: ReactNode;
};

/** What is round every page for those who are signed in: the menu beside it, on a phone a bar above it. */
export function AppFrame({ by, theme, nonce, children }: AppFrameProps) {
  const t = translator(by.locale, 'ui');
  const account = { name: by.name, email: by.email, role: by.role, theme };
  const home = (size: string) => (
    <Link
      href="/admin"
      prefetch={false}
      className="flex min-h-11 items-center gap-2.5 font-bold tracking-tight"
    >
      <SluiceMark className={size} />
      Sluice
    </Link>
  );
  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a text of our own; as a child its operators would be escaped. */}
      <script nonce={nonce} dangerouslySetInnerHTML={{ __html: paletteKeyScript }} />
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-water px-4 py-2.5 font-semibold text-on-water focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <div className="lg:grid lg:min-h-dvh lg:grid-cols-[15.5rem_minmax(0,1fr)]">
        <header className="sticky top-0 z-30 flex items-center gap-1 border-line border-b bg-surface px-4 py-1 lg:hidden">
          <NavigationDrawer role={by.role} />
          <div className="min-w-0 flex-1 pl-1 text-lg">{home('size-7')}</div>
          <CommandPaletteButton role={by.role} look="icon" />
          <AccountMenu {...account} look="round" />
        </header>
        <div className="sticky top-0 hidden h-dvh flex-col border-line border-r bg-surface lg:flex">
          <div className="px-5 pt-3 text-lg">{home('size-7')}</div>
          <div className="px-3 pt-2 pb-4">
            <CommandPaletteButton role={by.role} look="field" listens />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-4">
            <Navigation role={by.role} />
          </div>
          <div className="border-line border-t p-2">
            <AccountMenu {...account} look="row" />
          </div>
        </div>
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 px-4 pt-6 pb-20 focus:outline-none sm:px-6 lg:px-9 lg:pt-8"
        >
          <div className="mx-auto max-w-[88rem]">{children}</div>
        </main>
      </div>
    </>
  );
}
