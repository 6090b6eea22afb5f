'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** How often the list is read anew, in ms; not at all in a tab that nobody sees. */
const EVERY = 2000;

/** Keeps the page as it is on the server. */
export function FollowSessions() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, EVERY);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
