'use client';

import { useEffect, useState } from 'react';

const DEBOUNCE = 250;

/**
 * What a route answers, as JSON, asked again when its address changes and nobody is typing any more. The last answer stays
 * while the next one is on its way, and while the server does not answer. `href` null: nothing is asked.
 */
export function useAnswer<Answer>(href: string | null): { answer: Answer | null; pending: boolean } {
  const [got, setGot] = useState<{ href: string; answer: Answer } | null>(null);
  useEffect(() => {
    if (href === null) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(href, { signal: abort.signal });
        if (response.ok) setGot({ href, answer: await response.json() });
      } catch {
        // Overtaken by the next question, or the server is away: saving will say so.
      }
    }, DEBOUNCE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [href]);
  return {
    answer: href === null ? null : (got?.answer ?? null),
    pending: href !== null && got?.href !== href,
  };
}
