'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { TIME_ZONE_COOKIE } from '@/lib/format';
import { setCookie } from './set-cookie';

/** Tells the server the browser's time zone where it took another one. Shows nothing. */
export function TimeZoneCookie({ timeZone }: { timeZone: string }) {
  const router = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === timeZone) return;
    const said = `${TIME_ZONE_COOKIE}=${encodeURIComponent(own)}`;
    // Said before: the server knows the zone by another name, or not at all.
    if (document.cookie.split('; ').includes(said)) return;
    setCookie(TIME_ZONE_COOKIE, own);
    router.refresh();
  }, [router, timeZone]);
  return null;
}
