'use client';

import { useEffect, useState } from 'react';
import type { SearchResults } from '@/lib/search';

const nothing: SearchResults = { place: null, apps: [], users: [], ranges: [] };
/** How long the typing has to rest, in ms. */
const REST = 120;

/** What the server finds for a text. While it looks, the results are those of the text before. */
export function useSearch(text: string): { results: SearchResults; searching: boolean; failed: boolean } {
  const [answer, setAnswer] = useState({ text: '', results: nothing, failed: false });

  useEffect(() => {
    if (text === '') return setAnswer({ text, results: nothing, failed: false });
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/admin/search?q=${encodeURIComponent(text)}`, {
          signal: leaving.signal,
        });
        const isResults = response.headers.get('content-type')?.startsWith('application/json');
        if (!response.ok || !isResults) throw new Error(`search answered ${response.status}`);
        setAnswer({ text, results: await response.json(), failed: false });
      } catch {
        // Given up for the next text, or without an answer: then the palette says so.
        if (!leaving.signal.aborted) setAnswer({ text, results: nothing, failed: true });
      }
    }, REST);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [text]);

  return { ...answer, searching: answer.text !== text };
}
