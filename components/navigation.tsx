'use client';

import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { mayAct, type Role } from '@/lib/auth/administrator';
import { type NavigationItem, navigation } from './navigation-items';
import { Spinner } from './ui/spinner';

/** The menu: the pages that the role may see. */
export function Navigation({ role, onNavigate }: { role: Role; onNavigate?: () => void }) {
  const t = useTranslations('ui.nav');
  const path = usePathname();
  return (
    <nav aria-label={t('label')} className="space-y-5">
      {navigation.map(({ name, items }) => {
        const shown = items.filter((item) => mayAct(role, item.role));
        if (shown.length === 0) return null;
        return (
          <div key={name}>
            {name && <p className="mb-1 px-3 font-medium text-muted text-xs">{t(name)}</p>}
            <ul className="space-y-0.5">
              {shown.map((item) => (
                <li key={item.name}>
                  <NavigationLink item={item} current={isCurrent(item.href, path)} onNavigate={onNavigate} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

/** The overview is above all other pages, but is not where one is then. */
const isCurrent = (href: string, path: string) =>
  href === '/admin' ? path === href : path === href || path.startsWith(`${href}/`);

type NavigationLinkProps = { item: NavigationItem; current: boolean; onNavigate?: () => void };

function NavigationLink({ item: { name, href, icon: Icon }, current, onNavigate }: NavigationLinkProps) {
  const t = useTranslations('ui.nav');
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={onNavigate}
      aria-current={current ? 'page' : undefined}
      className={`flex min-h-8.5 items-center gap-2.5 rounded-lg px-3 text-sm transition-colors pointer-coarse:min-h-11 ${
        current ? 'bg-water-soft font-semibold text-water-strong' : 'text-ink hover:bg-sunken'
      }`}
    >
      <Icon
        className={`size-4 shrink-0 ${current ? '' : 'text-muted'}`}
        aria-hidden="true"
        strokeWidth={1.9}
      />
      <span className="min-w-0 flex-1 truncate">{t(name)}</span>
      <Pending />
    </Link>
  );
}

/** The page is on its way. Comes up late, so that nothing flickers where the answer is quick. */
function Pending() {
  const { pending } = useLinkStatus();
  return pending ? <Spinner className="size-3.5 animate-spin-late text-muted" /> : null;
}
