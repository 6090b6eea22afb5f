'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '@/components/ui/confirm';

type AskToLeave = () => Promise<boolean>;

// The page has one address bar: one set of unsaved forms for all of it.
const unsavedForms = new Set<AskToLeave>();

/** Before a script leads somewhere else: whether it may, or the administrator stays with what is not saved. */
export async function mayLeave(): Promise<boolean> {
  for (const askToLeave of unsavedForms) if (!(await askToLeave())) return false;
  return true;
}

/**
 * While `isDirty`: asks before a link, Back or a closed tab loses what was written. `leave` goes without asking, and without
 * leaving a trace of the guard in the history.
 */
export function useUnsavedGuard(isDirty: boolean): { leave: (go: () => void) => void } {
  const t = useTranslations('form');
  const ask = useConfirm();
  const router = useRouter();
  const leaving = useRef(false);
  const askToLeave = useRef<AskToLeave>(async () => true);
  askToLeave.current = async () => {
    if (leaving.current) return true;
    leaving.current = await ask({
      title: t('leaveTitle'),
      body: t('leaveBody'),
      action: t('leave'),
      danger: true,
    });
    return leaving.current;
  };

  useEffect(() => {
    if (!isDirty) return;
    leaving.current = false;
    const current: AskToLeave = () => askToLeave.current();
    unsavedForms.add(current);

    const onUnload = (event: BeforeUnloadEvent) => {
      if (!leaving.current) event.preventDefault();
    };
    const onClick = (event: MouseEvent) => {
      const link = followedLink(event);
      if (!link || leaving.current) return;
      event.preventDefault();
      event.stopPropagation();
      void current().then((yes) => {
        if (!yes) return;
        const { origin, pathname, search, hash } = new URL(link.href);
        if (origin === location.origin && pathname.startsWith('/admin'))
          router.push(pathname + search + hash);
        else location.assign(link.href);
      });
    };

    // Back cannot be stopped, only noticed afterwards: it first leads to a second entry of this same page.
    if (!history.state?.unsaved) history.pushState({ ...history.state, unsaved: true }, '', location.href);
    const onBack = () => {
      if (leaving.current || history.state?.unsaved) return;
      history.pushState({ ...history.state, unsaved: true }, '', location.href);
      void current().then((yes) => {
        if (yes) history.go(-2);
      });
    };

    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    window.addEventListener('popstate', onBack);
    return () => {
      unsavedForms.delete(current);
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('popstate', onBack);
    };
  }, [isDirty, router]);

  const leave = useCallback((go: () => void) => {
    leaving.current = true;
    go();
  }, []);
  return { leave };
}

/** The link of this site that a plain click follows in this tab. */
function followedLink(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || link.hasAttribute('download') || (link.target !== '' && link.target !== '_self')) return null;
  // A place on this same page.
  if (link.getAttribute('href')?.startsWith('#')) return null;
  return link;
}
