'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import {
  type ComponentProps,
  createContext,
  type MouseEvent,
  type ReactNode,
  use,
  useMemo,
  useTransition,
} from 'react';
import { type ListChange, type ListDefinition, type ListParams, listHref } from '@/lib/list-params';

/** What of a list's definition can travel to the browser: all but the tests of its filters. */
export type ListShape = Omit<ListDefinition<string, string>, 'filters'>;

type ListNavigation = {
  path: string;
  params: ListParams;
  shape: ListShape;
  /** The next page of the list is being fetched. */
  pending: boolean;
  href: (change: ListChange) => string;
  go: (change: ListChange, how?: 'push' | 'replace') => void;
};

const Context = createContext<ListNavigation | null>(null);

type ListNavigationProviderProps = {
  path: string;
  params: ListParams;
  shape: ListShape;
  children: ReactNode;
};

/** Knows where a list's controls lead, and whether the browser is on its way there. */
export function ListNavigationProvider({ path, params, shape, children }: ListNavigationProviderProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const navigation = useMemo((): ListNavigation => {
    const href = (change: ListChange) => path + listHref(params, { ...shape, filters: {} }, change);
    return {
      path,
      params,
      shape,
      pending,
      href,
      go: (change, how = 'push') =>
        startTransition(() => {
          // What was scrolled to stays in sight, but another page of the list is read from its top.
          router[how](href(change), { scroll: change.page !== undefined });
        }),
    };
  }, [path, params, shape, pending, router]);
  return <Context value={navigation}>{children}</Context>;
}

export function useListNavigation(): ListNavigation {
  const navigation = use(Context);
  if (!navigation) throw new Error('a list control stands outside of its list');
  return navigation;
}

type ListLinkProps = Omit<ComponentProps<typeof Link>, 'href'> & { change: ListChange };

/** A link to another view of the same list. */
export function ListLink({ change, ...props }: ListLinkProps) {
  const { href, go } = useListNavigation();
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(change);
  };
  return <Link {...props} href={href(change)} prefetch={false} onClick={follow} />;
}

/** The list's present state but for what a form asks for itself, so that the form works without JavaScript as well. */
export function ListStateFields({ except }: { except: readonly string[] }) {
  const { href } = useListNavigation();
  const query = new URL(href({}), 'http://list').searchParams;
  return [...query]
    .filter(([name]) => !except.includes(name))
    .map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

/** The list itself: dimmed while the next one is on its way. */
export function ListBody({ children }: { children: ReactNode }) {
  const { pending } = useListNavigation();
  return (
    <div aria-busy={pending} className={`transition-opacity delay-100 ${pending ? 'opacity-60' : ''}`}>
      {children}
    </div>
  );
}
