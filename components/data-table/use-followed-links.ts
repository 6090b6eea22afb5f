'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useEffect } from 'react';

/**
 * Has the router follow the plain links in an element. Hundreds of next/link on one page take longer to render than all the rest of
 * it, and these lead to the same places.
 */
export function useFollowedLinks(within: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(() => {
    const element = within.current;
    if (!element) return;
    const follow = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const href = event.target instanceof Element ? event.target.closest('a')?.getAttribute('href') : null;
      if (!href?.startsWith('/')) return;
      event.preventDefault();
      router.push(href);
    };
    element.addEventListener('click', follow);
    return () => element.removeEventListener('click', follow);
  }, [within, router]);
}
